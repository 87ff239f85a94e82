import Foundation

/// The dynamic optimized Theta model: a level that is smoothed plus a part of a line that is
/// fitted anew to all values seen so far.
///
/// A season, where the values a season apart are correlated, is taken off by ratios (differences when
/// values are not all above zero) and put back.
///
/// - SeeAlso: J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos, A. B. Koehler, *Models for optimising
///   the theta method and their relationship to state space models*, International Journal of Forecasting 32
///   (2016).
public struct ThetaModel: Sendable {
  /// Smoothing of the level, 0.01...0.99.
  public let alpha: Double
  /// Weight of the curvature: 1 is simple smoothing, 2 the classic method; at least 1.
  public let theta: Double
  /// What a step leaves of the line's slope beyond the series; 1 for the plain model.
  public let damping: Double
  /// The season by its place, that of the first value first; empty without one.
  public let seasons: [Double]
  /// Whether the season multiplies.
  public let isRatio: Bool
  /// Standard deviation of the errors one step ahead, season taken off.
  public let spread: Double
  private let count: Int
  private let last: State

  /// Level, line and their means after some values.
  private struct State {
    var level: Double
    var mean = 0.0
    var intercept = 0.0
    var slope = 0.0
    var steps = 0

    /// The value expected next.
    func expected(_ alpha: Double, _ theta: Double) -> Double {
      let fading = pow(1 - alpha, Double(steps))
      let line = fading * intercept + (1 - fading * (1 - alpha)) / alpha * slope
      return level + (1 - 1 / theta) * line
    }

    mutating func update(_ value: Double, _ alpha: Double) {
      steps += 1
      let step = Double(steps)
      if steps == 1 {
        (mean, intercept, slope) = (value, value, 0)
      } else {
        slope = ((step - 2) * slope + 6 * (value - mean) / step) / (step + 1)
        mean = ((step - 1) * mean + value) / step
        intercept = mean - (step + 1) / 2 * slope
      }
      level = alpha * value + (1 - alpha) * level
    }
  }

  /// Fits the model by least squares one step ahead.
  ///
  /// - Parameters:
  ///   - values: The series, oldest first; at least three.
  ///   - period: Values to a season; 1 for none.
  ///   - damping: What a step leaves of the slope beyond the series, 0.8...1.
  /// - Complexity: O(values), about 300 passes.
  public init(values: [Double], period: Int = 1, damping: Double = 1) {
    precondition(values.count >= 3, "\(values.count) values")
    self.damping = damping
    let isSeasonal = Self.isSeasonal(values, period: period)
    isRatio = values.allSatisfy { $0 > 0 }
    let isRatio = isRatio
    seasons =
      isSeasonal ? ETSStart.seasons(values, period: period, isRatio: isRatio) : []
    var free = values
    if isSeasonal {
      for place in free.indices {
        let own = seasons[place % period]
        free[place] = isRatio ? free[place] / own : free[place] - own
      }
    }
    let scale = ETSModel.scale(free)
    let scaled = free.map { $0 / scale }
    func squares(_ alpha: Double, _ theta: Double, _ level: Double) -> (sum: Double, state: State) {
      var state = State(level: level)
      var sum = 0.0
      for (place, value) in scaled.enumerated() {
        if place >= 2 {
          let error = value - state.expected(alpha, theta)
          sum += error * error
        }
        state.update(value, alpha)
      }
      return (sum, state)
    }
    var best = ([0.3, 2.0, scaled[0]], Double.infinity)
    for alpha in [0.1, 0.3, 0.5, 0.8] {
      for theta in [1.0, 2, 4] {
        let sum = squares(alpha, theta, scaled[0]).sum
        if sum < best.1 { best = ([alpha, theta, scaled[0]], sum) }
      }
    }
    let found = simplexSearch(from: best.0, sizes: [0.1, 0.5, 0.1], steps: 200) { point in
      guard (0.01...0.99).contains(point[0]), (1...20).contains(point[1]) else { return .infinity }
      return squares(point[0], point[1], point[2]).sum
    }
    (alpha, theta, count) = (found[0], found[1], values.count)
    var (sum, state) = squares(alpha, theta, found[2])
    state.level *= scale
    state.mean *= scale
    state.intercept *= scale
    state.slope *= scale
    last = state
    sum = max(0, sum) * scale * scale
    var error = (sum / Double(max(1, values.count - 5))).squareRoot()
    if values.count < 12 {
      // So few values are nearly matched; their own steps say more about what may come.
      let steps = zip(free.dropFirst(), free).reduce(0) { $0 + abs($1.0 - $1.1) }
      error = max(error, steps / Double(values.count - 1))
    }
    spread = error
  }

  /// Whether values a season apart are correlated beyond chance (90 %).
  static func isSeasonal(_ values: [Double], period: Int) -> Bool {
    guard period >= 2, values.count >= 2 * period else { return false }
    let mean = values.reduce(0, +) / Double(values.count)
    let away = values.map { $0 - mean }
    let squares = away.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return false }
    func correlation(_ lag: Int) -> Double {
      zip(away.dropFirst(lag), away).reduce(0) { $0 + $1.0 * $1.1 } / squares
    }
    let shorter = (1..<period).reduce(0.0) { $0 + correlation($1) * correlation($1) }
    let bound = 1.645 * ((1 + 2 * shorter) / Double(values.count)).squareRoot()
    return abs(correlation(period)) > bound
  }

  /// One possible future, or the expected one.
  ///
  /// - Parameter normals: A standard normal draw for each step; zeros for the expected values.
  /// - Returns: A value for each step; the season is in it, and it may be below zero.
  public func path(normals: [Double]) -> [Double] {
    var state = last
    var kept = 1.0
    return normals.enumerated().map { step, normal in
      var expected = state.expected(alpha, theta)
      // Damping takes a part of the drift back that the line adds in this step.
      if damping < 1 {
        kept *= damping
        let drift = (1 - 1 / theta) * state.slope
        expected -= drift * (1 - kept)
      }
      let value = expected + spread * normal
      state.update(value, alpha)
      guard !seasons.isEmpty else { return value }
      let own = seasons[(count + step) % seasons.count]
      return isRatio ? value * own : value + own
    }
  }
}
