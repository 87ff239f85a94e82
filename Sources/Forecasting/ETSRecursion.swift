import Foundation

/// The states of a form, carried from one value to the next.
struct ETSState {
  let form: ETSForm
  let alpha: Double
  /// Smoothing of the trend over that of the level.
  let trendRatio: Double
  let gamma: Double
  let phi: Double
  private(set) var level: Double
  private(set) var slope: Double
  private(set) var seasons: [Double]
  /// Place of the next value in the season.
  private(set) var place = 0

  init(_ form: ETSForm, _ parameters: ETSParameters) {
    self.form = form
    (alpha, gamma, phi) = (parameters.alpha, parameters.gamma, parameters.phi)
    trendRatio = form.trend == .none ? 0 : parameters.beta / parameters.alpha
    (level, slope) = (parameters.level, parameters.slope)
    seasons = form.season == .none ? [] : parameters.seasons
  }

  /// Level and trend one step ahead.
  var base: Double {
    switch form.trend {
    case .none: level
    case .additive: level + phi * slope
    case .multiplicative: level * pow(slope, phi)
    }
  }

  /// The value expected one step ahead.
  var expected: Double {
    switch form.season {
    case .none: base
    case .additive: base + seasons[place]
    case .multiplicative: base * seasons[place]
    }
  }

  /// Takes a value in.
  mutating func update(_ value: Double) {
    let base = base
    var free = value
    switch form.season {
    case .none: break
    case .additive: free = value - seasons[place]
    case .multiplicative: free = value / seasons[place]
    }
    let next = base + alpha * (free - base)
    switch form.trend {
    case .none: break
    case .additive:
      let kept = phi * slope
      slope = kept + trendRatio * (next - level - kept)
    case .multiplicative:
      let kept = pow(slope, phi)
      slope = kept + trendRatio * (next / level - kept)
    }
    level = next
    switch form.season {
    case .none: return
    case .additive: seasons[place] += gamma * (value - base - seasons[place])
    case .multiplicative: seasons[place] += gamma * (value / base - seasons[place])
    }
    place = place + 1 == seasons.count ? 0 : place + 1
  }
}

/// What a form with given parameters makes of a series.
public struct ETSModel: Sendable {
  /// The form.
  public let form: ETSForm
  /// Its parameters.
  public let parameters: ETSParameters
  /// The value expected one step ahead at each place of the series.
  public let fitted: [Double]
  /// Errors: differences when additive, relative to the expected value when multiplicative.
  public let errors: [Double]
  /// The logarithm of the likelihood, its constant left out as R's `ets` does.
  public let logLikelihood: Double
  /// Akaike's criterion corrected for the number of values; infinite when there are too few.
  public let aicc: Double
  /// Variance of the errors, with the estimated parameters taken off the number of values.
  public let errorVariance: Double
  private let last: ETSState

  /// Runs a form over a series.
  ///
  /// - Parameters:
  ///   - form: The form; with a season, `parameters` holds one initial state for each of its places.
  ///   - parameters: Smoothing parameters and initial states.
  ///   - values: The series, oldest first; not empty.
  /// - Complexity: O(values).
  public init(_ form: ETSForm, _ parameters: ETSParameters, values: [Double]) {
    precondition(!values.isEmpty, "a series without values")
    precondition(
      form.season == .none || parameters.seasons.count >= 2, "a season of one place")
    (self.form, self.parameters) = (form, parameters)
    var state = ETSState(form, parameters)
    var fitted: [Double] = []
    var errors: [Double] = []
    fitted.reserveCapacity(values.count)
    errors.reserveCapacity(values.count)
    var (squares, logarithms) = (0.0, 0.0)
    for value in values {
      let expected = state.expected
      var error = value - expected
      if form.error == .multiplicative {
        error /= expected
        logarithms += log(abs(expected))
      }
      squares += error * error
      fitted.append(expected)
      errors.append(error)
      state.update(value)
    }
    (self.fitted, self.errors, last) = (fitted, errors, state)
    let count = Double(values.count)
    let twice = count * log(squares) + 2 * logarithms
    logLikelihood = -twice / 2
    let estimated = Double(form.parameterCount(period: parameters.seasons.count))
    let free = count - estimated - 1
    aicc =
      free > 0 && twice.isFinite
      ? twice + 2 * estimated + 2 * estimated * (estimated + 1) / free : .infinity
    errorVariance = squares / max(1, count - estimated + 1)
  }

  /// The expected values of the steps after the series.
  ///
  /// - Parameter steps: How many.
  /// - Returns: Each step's value when no error comes.
  public func forecast(steps: Int) -> [Double] {
    var state = last
    return (0..<steps).map { _ in
      let expected = state.expected
      state.update(expected)
      return expected
    }
  }

  /// One possible future.
  ///
  /// - Parameter normals: A standard normal draw for each step.
  /// - Returns: A value for each step, not below zero.
  func path(normals: [Double]) -> [Double] {
    var state = last
    let spread = errorVariance.squareRoot()
    return normals.map { normal in
      let expected = state.expected
      let error = spread * normal
      let value = max(0, form.error == .additive ? expected + error : expected * (1 + error))
      // What multiplies must not meet zero.
      let isBare = form.season == .multiplicative || form.trend == .multiplicative
      state.update(isBare ? max(value, 1e-9 * abs(expected)) : value)
      return value
    }
  }
}
