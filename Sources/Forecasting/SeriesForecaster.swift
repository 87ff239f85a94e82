import RandomStreams

/// A model for evenly spaced values: months, weeks, or numbered steps.
public enum SeriesModel: String, CaseIterable, Sendable {
  /// Several models averaged, weighted by how well they forecast the end of the history.
  case auto
  /// Exponential smoothing, the form chosen by AICc.
  case ets
  /// The same without forms whose trend never fades.
  case dampedETS = "damped-ets"
  /// Dynamic optimized Theta.
  case theta
  /// Dynamic optimized Theta whose slope fades.
  case dampedTheta = "damped-theta"
  /// The season by local regression, the rest by exponential smoothing.
  case stl
  /// For intervals the seasons of the day and of the week by local regression; for others the same as `stl`.
  case mstl
  /// The last season again.
  case seasonalNaive = "seasonal-naive"
  /// The last value again.
  case naive
}

extension SeriesModel {
  /// The names, for messages.
  public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// Expected values and possible futures of a series.
public struct SeriesForecast: Sendable {
  /// The model's name, with what was chosen.
  public var model: String
  /// Expected values by step, not below zero.
  public var mean: [Double]
  /// Possible futures: by path and step, not below zero.
  public var paths: [[Double]]

  /// The value below which a step stays with a probability.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - probability: 0...1.
  /// - Returns: The quantile of the paths; the mean without paths.
  public func quantile(step: Int, _ probability: Double) -> Double {
    guard !paths.isEmpty else { return mean[step] }
    return Forecasting.quantile(paths.map { $0[step] }.sorted(), probability)
  }
}

/// Forecasts evenly spaced values.
///
///     let forecast = try SeriesForecaster(values: months, period: 12).forecast(steps: 18)
public struct SeriesForecaster: Sendable {
  /// The history, oldest first.
  public let values: [Double]
  /// Values to a season; 1 for none.
  public let period: Int
  private let parts: [(model: FittedModel, weight: Double)]
  private let label: String

  /// A model that was fitted.
  enum FittedModel: Sendable {
    case ets(ETSModel)
    case theta(ThetaModel)
    case stl(ETSModel, season: [Double], isRatio: Bool)
    case naive(period: Int, spread: Double)
  }

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - values: The history, oldest first: finite, `>= 0`, at least three.
  ///   - period: Values to a season; 1 for none.
  ///   - model: The model.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` for too few values and for values outside their domain.
  public init(
    values: [Double], period: Int, model: SeriesModel = .auto, location: String = "series"
  ) throws(ForecastingError) {
    precondition(period >= 1, "a season of \(period) values")
    guard values.count >= 3 else {
      throw ForecastingError(
        .notEnoughData, at: location, problem: "\(values.count) values",
        remedy: "Give at least three, and better two whole seasons")
    }
    if let bad = values.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw ForecastingError(
        .invalidValue, at: location, problem: "the value \(bad)",
        remedy: "Give numbers of at least 0")
    }
    (self.values, self.period) = (values, period)
    if model == .auto {
      (parts, label) = Self.automatic(values, period)
    } else {
      guard let fitted = Self.fit(model, values, period) else {
        throw ForecastingError(
          .notEnoughData, at: location,
          problem: "\(values.count) values of season \(period) are too few for \(model.rawValue)",
          remedy: "Give two whole seasons, or write --model auto")
      }
      (parts, label) = ([(fitted, 1)], Self.name(fitted, model))
    }
  }

  private static func name(_ fitted: FittedModel, _ model: SeriesModel) -> String {
    switch fitted {
    case .ets(let ets): ets.form.description
    case .stl(let ets, _, _): "STL + \(ets.form)"
    case .theta: model == .dampedTheta ? "damped Theta" : "dynamic optimized Theta"
    case .naive: model.rawValue
    }
  }

  static func fit(_ model: SeriesModel, _ values: [Double], _ period: Int) -> FittedModel? {
    switch model {
    case .auto: return nil
    case .ets: return ETSModel.automatic(values: values, period: period).map { .ets($0) }
    case .dampedETS:
      return ETSModel.automatic(values: values, period: period, endlessTrends: false)
        .map { .ets($0) }
    case .theta: return .theta(ThetaModel(values: values, period: period))
    case .dampedTheta: return .theta(ThetaModel(values: values, period: period, damping: 0.93))
    case .stl, .mstl:
      guard period >= 2, values.count >= 2 * period else { return nil }
      // Seasons of counts grow with them, so that ratios are taken where nothing is zero.
      let isRatio = values.allSatisfy { $0 > 0 }
      let parts = SeasonalDecomposition(
        isRatio ? values.map(logarithm) : values, periods: [period])
      let season = parts.seasons[0].map { isRatio ? exponential($0) : $0 }
      let free = zip(values, season).map { isRatio ? $0 / $1 : $0 - $1 }
      return ETSModel.automatic(values: free, period: 1, endlessTrends: false).map {
        .stl($0, season: Array(season.suffix(period)), isRatio: isRatio)
      }
    case .seasonalNaive, .naive:
      let lag = model == .naive || values.count <= period ? 1 : period
      let steps = zip(values.dropFirst(lag), values).map { $0 - $1 }
      let square = steps.reduce(0) { $0 + $1 * $1 } / Double(max(1, steps.count))
      return .naive(period: lag, spread: square.squareRoot())
    }
  }

  /// The models that are averaged, none of whose trends goes on for ever, by how well each forecast the last values from those before.
  private static func automatic(
    _ values: [Double], _ period: Int
  ) -> (parts: [(FittedModel, Double)], label: String) {
    let candidates: [SeriesModel] =
      period > 24 && values.count >= 2 * period
      ? [.stl, .theta, .dampedTheta] : [.dampedETS, .theta, .stl]
    let fitted = candidates.compactMap { model in
      fit(model, values, period).map { (model: model, part: $0) }
    }
    let weights = Self.weights(fitted.map(\.model), values, period)
    let sum = weights.reduce(0, +)
    let parts = zip(fitted, weights).map { ($0.part, $1 / sum) }
    let names = zip(fitted, parts).map { entry, part in
      "\(percent(part.1)) \(name(entry.part, entry.model))"
    }
    return (parts, "auto: " + names.joined(separator: " + "))
  }

  /// Weights by inverse squared error over the last values, shrunk towards equal ones.
  private static func weights(
    _ models: [SeriesModel], _ values: [Double], _ period: Int
  ) -> [Double] {
    let horizon = min(max(period, 4), 12)
    let known = values.count - horizon
    guard known >= max(3 * period, 12) else { return models.map { _ in 1 } }
    let seen = Array(values[known...])
    let errors = models.map { model -> Double in
      guard let part = fit(model, Array(values[..<known]), period) else { return .infinity }
      let mean = path(
        part, Array(values[..<known]), normals: Array(repeating: 0, count: horizon))
      return zip(seen, mean).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(horizon)
    }
    let typical = errors.filter(\.isFinite).reduce(0, +) / Double(max(1, errors.count))
    guard typical > 0 else { return models.map { _ in 1 } }
    return errors.map { 1 / ($0 / typical + 0.5) }
  }

  private static func path(
    _ part: FittedModel, _ values: [Double], normals: [Double]
  ) -> [Double] {
    switch part {
    case .ets(let ets): return ets.path(normals: normals)
    case .theta(let theta): return theta.path(normals: normals)
    case .stl(let ets, let season, let isRatio):
      return zip(ets.path(normals: normals), normals.indices).map {
        isRatio ? $0 * season[$1 % season.count] : $0 + season[$1 % season.count]
      }
    case .naive(let period, let spread):
      var last = Array(values.suffix(period))
      return normals.indices.map { step in
        let place = step % last.count
        last[place] = max(0, last[place] + spread * normals[step])
        return last[place]
      }
    }
  }

  private func path(normals: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: normals.count)
    for (model, weight) in parts {
      for (step, value) in Self.path(model, values, normals: normals).enumerated() {
        sums[step] += weight * value
      }
    }
    return sums.map { $0.isFinite ? max(0, min($0, 1e15)) : 0 }
  }

  /// Forecasts the steps after the history.
  ///
  /// Models that are averaged share their draws, so that a path is an average of like futures.
  ///
  /// - Parameters:
  ///   - steps: How many.
  ///   - paths: Possible futures, drawn in pairs of opposite sign.
  ///   - seed: The seed.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: The forecast; it depends on nothing but the arguments and the fit.
  public func forecast(
    steps: Int, paths: Int = 1000, seed: UInt64 = 1, stream: UInt32 = 0
  ) -> SeriesForecast {
    let mean = path(normals: Array(repeating: 0, count: steps))
    let futures = (0..<paths).map { number in
      path(normals: normals(steps, path: number, seed: seed, stream: stream))
    }
    return SeriesForecast(model: label, mean: mean, paths: futures)
  }
}

/// Standard normal draws of a path; those of each odd path are the opposite of the one before.
func normals(_ steps: Int, path: Int, seed: UInt64, stream: UInt32) -> [Double] {
  var draws = RandomStream(
    seed: seed, stream: stream, replication: UInt32(truncatingIfNeeded: path / 2))
  let sign = path % 2 == 0 ? 1.0 : -1
  return (0..<steps).map { _ in sign * draws.nextNormal() }
}
