import Quantities

/// A known cause by day, over the history and the days to be forecast.
public struct Regressor: Equatable, Sendable {
  /// How a cause acts on the volume.
  public enum Form: String, Sendable {
    /// Multiplies the volume by e to the power of effect × value.
    case multiplier
    /// Multiplies the volume by 1 + effect × value: the value is the share of members that call more,
    /// such as new ones weighted by tenure, and the effect how much more.
    case share
  }
  /// The cause's name.
  public var name: String
  /// Its size on each day from the first day of the history on, zero where it does not act.
  public var values: [Double]
  /// Standard deviation that its effect is expected to have.
  public var expectedSpread: Double
  /// How it acts.
  public var form: Form
  /// Makes a cause.
  public init(
    name: String, values: [Double], expectedSpread: Double = 1, form: Form = .multiplier
  ) {
    (self.name, self.values, self.expectedSpread) = (name, values, expectedSpread)
    self.form = form
  }
}

/// Items by day with what is known of each day.
public struct DailySeries: Equatable, Sendable {
  /// The first local day.
  public var start: LocalDate
  /// Items by day; `nil` where nothing was recorded, which is not zero.
  public var values: [Double?]
  /// Days that are closed; as long as `values`.
  public var closed: [Bool]
  /// Members behind the items on each day, or 1; as long as `values`.
  public var exposure: [Double]
  /// Known causes, each over the history and the days to be forecast.
  public var regressors: [Regressor]
  /// Whether a regressor describes the reset of January 1st, so that the model's own usual reset is
  /// left out and only each year's departure from it remains.
  public var hasOwnReset = false
  /// Whether weekdays differ.
  public var hasWeek = true
  /// Whether days that are hard to believe stay in the fit.
  public var keepsOutliers = false
  /// Variance of a day's items over their mean by chance alone; one for counts.
  public var countVariance = 1.0
  /// Variance of the logarithm with which the last day's items are known, when it goes on; zero otherwise.
  var lastVariance = 0.0

  /// Makes a series and checks it.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - values: Items by day, `>= 0` and finite, or `nil` where nothing was recorded.
  ///   - closed: Whether each day is closed; empty for never.
  ///   - exposure: Members behind each day's items, `> 0`; empty when the items are not per member.
  ///   - regressors: Known causes.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` for lists of other lengths and for values outside their domain.
  public init(
    start: LocalDate, values: [Double?], closed: [Bool] = [], exposure: [Double] = [],
    regressors: [Regressor] = [], location: String = "series"
  ) throws(ForecastingError) {
    func check(_ count: Int, _ what: String) throws(ForecastingError) {
      guard count == values.count || count == 0 else {
        throw ForecastingError(
          .lengthMismatch, at: location,
          problem: "\(what) has \(count) days, the history \(values.count)",
          remedy: "Give one for each day of the history, or none")
      }
    }
    try check(closed.count, "closed")
    try check(exposure.count, "exposure")
    for (day, value) in values.enumerated() {
      if let value, !(value >= 0 && value.isFinite) {
        throw ForecastingError(
          .invalidValue, at: "\(location), \(start + day)", problem: "\(value) items",
          remedy: "Give a number of at least 0, or nothing where nothing was recorded")
      }
    }
    for (day, members) in exposure.enumerated() where !(members > 0 && members.isFinite) {
      throw ForecastingError(
        .invalidValue, at: "\(location), \(start + day)", problem: "\(members) members",
        remedy: "Give a positive number")
    }
    for regressor in regressors {
      guard regressor.values.count >= values.count else {
        throw ForecastingError(
          .lengthMismatch, at: "\(location), regressor \(regressor.name)",
          problem: "it has \(regressor.values.count) days, the history \(values.count)",
          remedy: "Give a value for each day of the history and of the forecast")
      }
      if let bad = regressor.values.first(where: { !$0.isFinite }) {
        throw ForecastingError(
          .invalidValue, at: "\(location), regressor \(regressor.name)", problem: "\(bad)",
          remedy: "Give finite numbers")
      }
    }
    self.start = start
    self.values = values
    self.closed = closed.isEmpty ? Array(repeating: false, count: values.count) : closed
    self.exposure = exposure.isEmpty ? Array(repeating: 1, count: values.count) : exposure
    self.regressors = regressors
  }

  /// The days up to and without a date.
  func prefix(before limit: LocalDate) -> DailySeries {
    let count = max(0, min(values.count, limit - start))
    var shorter = self
    shorter.values = Array(values.prefix(count))
    shorter.closed = Array(closed.prefix(count))
    shorter.exposure = Array(exposure.prefix(count))
    if count < values.count { shorter.lastVariance = 0 }
    return shorter
  }
}
