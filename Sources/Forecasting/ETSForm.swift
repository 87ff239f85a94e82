/// One of the thirty forms of exponential smoothing: how error, trend and season act.
///
/// - SeeAlso: R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, *Forecasting with Exponential Smoothing*
///   (2008), tables 2.1 to 2.3.
public struct ETSForm: Hashable, Sendable, CustomStringConvertible {
  /// How a component acts on the series.
  public enum Component: String, Sendable, CaseIterable {
    /// It is not there.
    case none = "N"
    /// It is added.
    case additive = "A"
    /// It multiplies.
    case multiplicative = "M"
  }
  /// The error: additive or multiplicative.
  public var error: Component
  /// The trend.
  public var trend: Component
  /// Whether the trend fades.
  public var isDamped: Bool
  /// The season.
  public var season: Component

  /// Makes a form.
  ///
  /// - Parameters:
  ///   - error: Additive or multiplicative.
  ///   - trend: The trend.
  ///   - isDamped: Whether the trend fades; needs a trend.
  ///   - season: The season.
  public init(error: Component, trend: Component, isDamped: Bool = false, season: Component) {
    precondition(error != .none, "an error of no kind")
    precondition(trend != .none || !isDamped, "a damped trend that is not there")
    (self.error, self.trend, self.isDamped, self.season) = (error, trend, isDamped, season)
  }

  /// Reads `MAdM`, `ANN` and the like; nothing for other text.
  ///
  /// - Parameter text: The letters of error, trend (with `d` when damped) and season.
  public init?(_ text: String) {
    var letters = text.map(String.init)
    let isDamped = letters.count == 4 && letters[2] == "d"
    if isDamped { letters.remove(at: 2) }
    guard letters.count == 3, let error = Component(rawValue: letters[0]), error != .none,
      let trend = Component(rawValue: letters[1]), trend != .none || !isDamped,
      let season = Component(rawValue: letters[2])
    else { return nil }
    self.init(error: error, trend: trend, isDamped: isDamped, season: season)
  }

  /// The form as `ETS(M,Ad,M)`.
  public var description: String {
    "ETS(\(error.rawValue),\(trend.rawValue)\(isDamped ? "d" : ""),\(season.rawValue))"
  }

  /// Every form.
  public static let all: [ETSForm] = [Component.additive, .multiplicative].flatMap { error in
    [
      (Component.none, false), (.additive, false), (.additive, true), (.multiplicative, false),
      (.multiplicative, true),
    ]
    .flatMap { trend, isDamped in
      Component.allCases.map {
        ETSForm(error: error, trend: trend, isDamped: isDamped, season: $0)
      }
    }
  }

  /// The forms that the automatic choice considers for a series.
  ///
  /// Multiplicative trends explode and additive errors with multiplicative seasons are unstable, so
  /// both are left to those who ask for them by name.
  ///
  /// - Parameters:
  ///   - isPositive: Whether every value is above zero; otherwise nothing may multiply.
  ///   - isSeasonal: Whether the series is long enough for a season.
  /// - Returns: The forms, simple ones first.
  public static func usual(isPositive: Bool, isSeasonal: Bool) -> [ETSForm] {
    all.filter { form in
      form.trend != .multiplicative && !(form.error == .additive && form.season == .multiplicative)
        && (isSeasonal || form.season == .none)
        && (isPositive || (form.error == .additive && form.season != .multiplicative))
    }
  }

  /// Smoothing parameters and initial states that are estimated, the error's variance included.
  ///
  /// - Parameter period: Values to a season.
  /// - Returns: The number that AIC and AICc count.
  public func parameterCount(period: Int) -> Int {
    3 + (trend == .none ? 0 : 2) + (isDamped ? 1 : 0) + (season == .none ? 0 : period)
  }
}

/// Smoothing parameters and initial states of a form.
public struct ETSParameters: Equatable, Sendable {
  /// Smoothing of the level, 0...1.
  public var alpha: Double
  /// Smoothing of the trend, 0...alpha; 0 without a trend.
  public var beta = 0.0
  /// Smoothing of the season, 0...(1 - alpha); 0 without a season.
  public var gamma = 0.0
  /// What a step leaves of the trend; 1 when it is not damped.
  public var phi = 1.0
  /// The level before the first value.
  public var level: Double
  /// The trend before the first value.
  public var slope = 0.0
  /// The season before the first value, that of the first value first; empty without a season.
  public var seasons: [Double] = []

  /// Makes parameters.
  ///
  /// - Parameters:
  ///   - alpha: Smoothing of the level.
  ///   - beta: Smoothing of the trend.
  ///   - gamma: Smoothing of the season.
  ///   - phi: What a step leaves of the trend.
  ///   - level: The level before the first value.
  ///   - slope: The trend before the first value.
  ///   - seasons: One for each place of the season, that of the first value first.
  public init(
    alpha: Double, beta: Double = 0, gamma: Double = 0, phi: Double = 1, level: Double,
    slope: Double = 0, seasons: [Double] = []
  ) {
    (self.alpha, self.beta, self.gamma, self.phi) = (alpha, beta, gamma, phi)
    (self.level, self.slope, self.seasons) = (level, slope, seasons)
  }
}
