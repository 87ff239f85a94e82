import Forecasting
import Foundation
import RandomStreams

/// How a column of known causes acts, told from its name and its values.
///
/// - `members` (above zero) is what the values are proportional to, so that growth enters once;
/// - a name that ends in `share` is a share of members that call more: values are multiplied by
///   1 + effect × share;
/// - any other column multiplies by e to the power of effect × value, columns beyond -1...1 in units of their
///   own spread.
enum CauseColumn {
  /// The values are proportional to it.
  case exposure([Double])
  /// It multiplies; `unit` is by how much the column grows for one unit of the regressor.
  case cause(Regressor, unit: Double)
  /// It never changed in the history, so that nothing is known of it.
  case constant

  /// Tells how a column acts.
  ///
  /// - Parameters:
  ///   - name: Its heading.
  ///   - values: Its values over history and future.
  ///   - count: How many of them are history.
  init(_ name: String, _ values: [Double], history count: Int) {
    if name.lowercased() == "members", values.allSatisfy({ $0 > 0 }) {
      self = .exposure(values)
      return
    }
    let past = values.prefix(count)
    let mean = past.reduce(0, +) / Double(max(1, past.count))
    let square = past.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let spread = (square / Double(max(1, past.count))).squareRoot()
    guard spread > 1e-12 * (1 + abs(mean)) else {
      self = .constant
      return
    }
    let isShare =
      name.lowercased().hasSuffix("share") && values.allSatisfy { (0...1).contains($0) }
    let isSmall = values.allSatisfy { (-1...1).contains($0) }
    self = .cause(
      Regressor(
        name: name, values: isSmall ? values : values.map { ($0 - mean) / spread },
        expectedSpread: isShare ? 5 : isSmall ? 1 : 0.5, form: isShare ? .share : .multiplier),
      unit: isSmall ? 1 : spread)
  }
}

extension SeriesAnswer.Cause {
  /// A cause as estimated.
  ///
  /// - Parameters:
  ///   - effect: The effect in the form of the cause.
  ///   - regressor: The cause.
  ///   - unit: By how much the column grows for one unit of the regressor.
  ///   - id: The series; empty when the file has one.
  ///   - levels: Widths of the intervals in percent.
  init(
    _ effect: DailyForecaster.Effect, _ regressor: Regressor, unit: Double, id: String,
    levels: [Int]
  ) {
    let isShare = regressor.form == .share
    func multiplier(_ effect: Double) -> Double { isShare ? max(0, 1 + effect) : exp(effect) }
    self.init(
      id: id.isEmpty ? nil : id, name: effect.name, acts: isShare ? "share" : "multiplies",
      unit: unit, multiplier: multiplier(effect.estimate),
      bands: levels.map { level in
        let away = effect.standardDeviation * normalQuantile(0.5 + Double(level) / 200)
        return (multiplier(effect.estimate - away), multiplier(effect.estimate + away))
      })
  }

  /// A column that the values are proportional to.
  init(exposure name: String, id: String) {
    self.init(
      id: id.isEmpty ? nil : id, name: name, acts: "exposure", unit: 1, multiplier: nil, bands: [])
  }
}
