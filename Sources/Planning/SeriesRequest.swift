import Demand
import Foundation

/// What is asked of a file of series.
public struct SeriesRequest: Sendable {
  /// The file of recorded series.
  public var file: String
  /// Its columns.
  public var columns: SeriesTable.Columns
  /// How far to forecast: `28d`, `4w`, `12h`, `18mo`, or a number of steps; nothing with `future`.
  public var horizon: String?
  /// A file whose rows are to be answered, with the columns of times, names, open times and regressors.
  public var future: String?
  /// Values to a season, for months, weeks and numbers.
  public var frequency: Int?
  /// Widths of the intervals in percent.
  public var levels: [Int]
  /// The model's name.
  public var model: String
  /// Lengths of the seasons: `1d`, `1w`, `1mo` and `1y` of days and intervals, a number of steps or `1y` of
  /// others; empty for the usual ones.
  public var seasons: [String]
  /// Whether values far from the model for a single time stay in the fit; they are listed either way.
  ///
  /// When nothing is said, days and intervals are left out, and months, weeks and numbers stay: few of
  /// those are errors, and forecasts without them were worse on the M3 series.
  public var keepsOutliers: Bool?
  /// The zone of the times; nothing when their clock never changes.
  public var timeZone: String?
  /// The name of a calendar of holidays.
  public var holidays: String?
  /// Sample paths to give.
  public var paths: Int
  /// The seed of the sample paths.
  public var seed: UInt64
  /// The most series at a time.
  public var threads: Int

  /// Makes a request; see the properties.
  public init(
    file: String, columns: SeriesTable.Columns, horizon: String? = nil, future: String? = nil,
    frequency: Int? = nil, levels: [Int] = [80, 95], model: String = "auto",
    seasons: [String] = [], keepsOutliers: Bool? = nil, timeZone: String? = nil,
    holidays: String? = nil, paths: Int = 0,
    seed: UInt64 = 1, threads: Int = 1
  ) {
    (self.file, self.columns, self.horizon, self.future) = (file, columns, horizon, future)
    (self.frequency, self.levels, self.model, self.seasons) = (frequency, levels, model, seasons)
    (self.keepsOutliers, self.timeZone, self.holidays) = (keepsOutliers, timeZone, holidays)
    (self.paths, self.seed, self.threads) = (paths, seed, threads)
  }
}

extension SeriesRequest {
  /// Whether weekdays differ: seasons that are named must name the week.
  var hasWeek: Bool { seasons.isEmpty || seasons.contains("1w") }
}

/// The forecast of a file of series.
public struct SeriesAnswer: Sendable {
  /// An expected value with its intervals.
  public struct Point: Sendable {
    /// The series; nothing when the file has one.
    public var id: String?
    /// The time as the file writes times.
    public var time: String
    /// The expected value.
    public var mean: Double
    /// Ends of each interval, in the order of the levels.
    public var bands: [(lower: Double, upper: Double)]
  }

  /// An expected sum with its intervals.
  public struct Total: Sendable {
    /// The series; nothing when the file has one.
    public var id: String?
    /// `day` or `week`.
    public var period: String
    /// The first day.
    public var start: String
    /// The expected sum.
    public var mean: Double
    /// Ends of each interval, in the order of the levels.
    public var bands: [(lower: Double, upper: Double)]
  }

  /// A known cause's estimated effect.
  public struct Cause: Sendable {
    /// The series; nothing when the file has one.
    public var id: String?
    /// The column's name.
    public var name: String
    /// `multiplies`, `share` or `exposure`.
    public var acts: String
    /// By how much the column grows for the multiplier: its spread, or 1.
    public var unit: Double
    /// Factor by which a unit multiplies the values; for a share, how many times as much its members call;
    /// nothing for an exposure, which the values are proportional to.
    public var multiplier: Double?
    /// Ends of each interval of the multiplier, in the order of the levels; empty for an exposure.
    public var bands: [(lower: Double, upper: Double)]
  }

  /// A value that the model finds hard to believe.
  public struct Outlier: Encodable, Sendable {
    /// The series; nothing when the file has one.
    public var id: String?
    /// The time as the file writes times.
    public var time: String
    /// The value.
    public var value: Double
    /// What the model expects.
    public var expected: Double
    /// Why it is listed.
    public var reason: String
    /// Whether it was left out of the fit.
    public var excluded: Bool
  }

  /// The model's name; that of the first series when there are several.
  public var model: String
  /// The model of each series, when there are several.
  public var models: [String: String]
  /// What was chosen and why, in sentences; by series when there are several.
  public var cards: [String: String]
  /// Widths of the intervals in percent.
  public var levels: [Int]
  /// Expected values, by series and time.
  public var points: [Point]
  /// Sums by day and week, for series of days and of intervals.
  public var totals: [Total]
  /// Estimated effects of known causes.
  public var causes: [Cause]
  /// Values that are hard to believe.
  public var outliers: [Outlier]
  /// What was read and assumed.
  public var remarks: [String]
  /// Sample paths as comma-separated text; empty when none were asked for.
  public var paths: String
}

/// A name of a JSON member that depends on the data.
struct FreeKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ text: String) { stringValue = text }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension SeriesAnswer: Encodable {
  /// Writes the document that the command line promises.
  ///
  /// - Parameter encoder: Where to write.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var document = encoder.container(keyedBy: FreeKey.self)
    try document.encode(model, forKey: FreeKey("model"))
    if !models.isEmpty { try document.encode(models, forKey: FreeKey("models")) }
    if models.isEmpty {
      try document.encodeIfPresent(cards.first?.value, forKey: FreeKey("card"))
    } else {
      try document.encode(cards, forKey: FreeKey("cards"))
    }
    if !causes.isEmpty {
      try document.encode(
        causes.map { CauseEntry(cause: $0, levels: levels) }, forKey: FreeKey("causes"))
    }
    try document.encode(outliers, forKey: FreeKey("outliers"))
    if !remarks.isEmpty { try document.encode(remarks, forKey: FreeKey("remarks")) }
    try document.encode(
      points.map {
        Entry(
          texts: ["id": $0.id, "time": $0.time], mean: $0.mean, levels: levels, bands: $0.bands)
      }, forKey: FreeKey("points"))
    try document.encode(
      totals.map {
        Entry(
          texts: ["id": $0.id, "period": $0.period, "start": $0.start], mean: $0.mean,
          levels: levels, bands: $0.bands)
      }, forKey: FreeKey("totals"))
  }

  private struct CauseEntry: Encodable {
    var cause: Cause
    var levels: [Int]

    func encode(to encoder: any Encoder) throws {
      var entry = encoder.container(keyedBy: FreeKey.self)
      try entry.encodeIfPresent(cause.id, forKey: FreeKey("id"))
      try entry.encode(cause.name, forKey: FreeKey("name"))
      try entry.encode(cause.acts, forKey: FreeKey("acts"))
      try entry.encode(cause.unit, forKey: FreeKey("unit"))
      try entry.encodeIfPresent(cause.multiplier, forKey: FreeKey("multiplier"))
      for (level, band) in zip(levels, cause.bands) {
        try entry.encode(band.lower, forKey: FreeKey("lower\(level)"))
        try entry.encode(band.upper, forKey: FreeKey("upper\(level)"))
      }
    }
  }

  private struct Entry: Encodable {
    var texts: [String: String?]
    var mean: Double
    var levels: [Int]
    var bands: [(lower: Double, upper: Double)]

    func encode(to encoder: any Encoder) throws {
      var entry = encoder.container(keyedBy: FreeKey.self)
      for (name, text) in texts { try entry.encodeIfPresent(text, forKey: FreeKey(name)) }
      try entry.encode(mean, forKey: FreeKey("mean"))
      for (level, band) in zip(levels, bands) {
        try entry.encode(band.lower, forKey: FreeKey("lower\(level)"))
        try entry.encode(band.upper, forKey: FreeKey("upper\(level)"))
      }
    }
  }
}
