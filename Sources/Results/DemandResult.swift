import Quantities

/// What the demand stage hands on: members over time and what causes each queue's work.
public struct DemandResult: Codable, Equatable, Sendable {
  /// Members on the first day of each month of the horizon, after that day's events.
  public var membersByMonth: [MonthValue]
  /// Named changes of membership.
  public var events: [MemberEvent]
  /// The queues, in the order of the spec.
  public var queues: [QueueDemand]
  /// What is known of the claims behind the drivers; nothing without claims.
  public var claims: ClaimsQuality?

  /// Makes the stage's value.
  public init(
    membersByMonth: [MonthValue], events: [MemberEvent], queues: [QueueDemand],
    claims: ClaimsQuality?
  ) {
    (self.membersByMonth, self.events) = (membersByMonth, events)
    (self.queues, self.claims) = (queues, claims)
  }
}

/// A value for a month.
public struct MonthValue: Codable, Equatable, Sendable {
  /// The month as `2026-10`.
  public var month: String
  /// The value; its unit is that of the list.
  public var value: Double
  /// Makes a value for a month.
  public init(month: String, value: Double) { (self.month, self.value) = (month, value) }
}

/// A named change of membership.
public struct MemberEvent: Codable, Equatable, Sendable {
  /// The effective date.
  public var date: LocalDate
  /// The event's name.
  public var name: String
  /// Members that join (positive) or leave (negative).
  public var members: Double
  /// Makes a change of membership.
  public init(date: LocalDate, name: String, members: Double) {
    (self.date, self.name, self.members) = (date, name, members)
  }
}

/// One queue's causes of work.
public struct QueueDemand: Codable, Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// The causes, in the order of the spec.
  public var drivers: [DriverDemand]
  /// Makes a queue's demand.
  public init(queue: String, drivers: [DriverDemand]) {
    (self.queue, self.drivers) = (queue, drivers)
  }
}

/// One cause of work, with what was seen and what is known.
public struct DriverDemand: Codable, Equatable, Sendable {
  /// The driver's name.
  public var name: String
  /// What the driver counts, in a sentence for the report.
  public var explanation: String
  /// Items by day before the horizon, oldest first; nothing for a driver that is known outright.
  public var history: VolumeHistory?
  /// Expected items by interval of the horizon; nothing for a driver that is forecast from history.
  public var known: [Double]?
  /// Items in each month of the horizon as known outright; empty when forecast from history.
  public var knownByMonth: [MonthValue]
  /// Coefficient of variation of the level about the known one.
  public var levelSpread: Double
  /// Coefficient of variation of single days.
  public var daySpread: Double
  /// Makes a cause of work.
  public init(
    name: String, explanation: String, history: VolumeHistory?, known: [Double]?,
    knownByMonth: [MonthValue], levelSpread: Double, daySpread: Double
  ) {
    (self.name, self.explanation, self.history) = (name, explanation, history)
    (self.known, self.knownByMonth) = (known, knownByMonth)
    (self.levelSpread, self.daySpread) = (levelSpread, daySpread)
  }
}

/// Items seen before the horizon.
public struct VolumeHistory: Codable, Equatable, Sendable {
  /// The first local day.
  public var start: LocalDate
  /// Items by day; `nil` where nothing was recorded, which is not zero.
  public var daily: [Double?]
  /// Days that are closed by a rule seen in the data or the hours; as long as `daily`.
  public var closed: [Bool]
  /// Length of an interval of `dayProfiles` in seconds.
  public var intervalSeconds: Int
  /// For each weekday from Monday, the share of the day's items by interval of the local day.
  public var dayProfiles: [[Double]]
  /// Members behind the items on each day; 1 where the items are not per member.
  public var exposure: [Double]
  /// Members on each day of the horizon by which the forecast per member is multiplied; empty when
  /// the items are not per member.
  public var futureExposure: [Double]
  /// Items by day and interval of the local day when the source has them; empty otherwise.
  ///
  /// `nil` where nothing was recorded.
  public var intervals: [[Double?]]
  /// Dated causes that multiply the items, in the history and after it.
  public var effects: [DatedEffect]?
  /// Variance of a day's items over their mean by chance alone; nothing for counts, where it is one.
  ///
  /// Items that are expected from counted causes, a few from each or spread over days, vary less than counts.
  public var countVariance: Double?
  /// The causes whose count the items are; nothing for recorded items.
  public var causes: CountedCauses?
  /// Makes a history.
  public init(
    start: LocalDate, daily: [Double?], closed: [Bool], intervalSeconds: Int,
    dayProfiles: [[Double]], exposure: [Double], futureExposure: [Double],
    intervals: [[Double?]]
  ) {
    (self.start, self.daily, self.closed) = (start, daily, closed)
    (self.intervalSeconds, self.dayProfiles) = (intervalSeconds, dayProfiles)
    (self.exposure, self.futureExposure, self.intervals) = (exposure, futureExposure, intervals)
  }
}

/// What is known of the claims, at no finer level than a report may show.
public struct ClaimsQuality: Codable, Equatable, Sendable {
  /// Where the claims come from, in words; says so when they are synthetic.
  public var source: String
  /// Whether the claims were made by the generator.
  public var synthetic: Bool
  /// Rows read.
  public var rows: Int
  /// First and last local day after any shift.
  public var firstDay: LocalDate
  /// Last local day after any shift.
  public var lastDay: LocalDate
  /// Members seen in the claims; `1-10` when there are so few.
  public var membersSeen: String
  /// Members that the claims stand for.
  public var membersRepresented: Double
  /// Whole weeks by which the dates were moved.
  public var shiftWeeks: Int
  /// Share of missing values by column, in the order of the columns.
  public var missing: [ColumnMissing]
  /// Remarks in plain words, most important first.
  public var remarks: [String]
  /// SHA-256 of the logical content, in hexadecimal.
  public var digest: String
  /// A column's share of missing values.
  public struct ColumnMissing: Codable, Equatable, Sendable {
    /// The column.
    public var column: String
    /// Missing values ÷ rows, 0...1.
    public var share: Double
    /// Makes a column's share.
    public init(column: String, share: Double) { (self.column, self.share) = (column, share) }
  }
  /// Makes a description of the claims.
  public init(
    source: String, synthetic: Bool, rows: Int, firstDay: LocalDate, lastDay: LocalDate,
    membersSeen: String, membersRepresented: Double, shiftWeeks: Int, missing: [ColumnMissing],
    remarks: [String], digest: String
  ) {
    (self.source, self.synthetic, self.rows) = (source, synthetic, rows)
    (self.firstDay, self.lastDay, self.membersSeen) = (firstDay, lastDay, membersSeen)
    (self.membersRepresented, self.shiftWeeks) = (membersRepresented, shiftWeeks)
    (self.missing, self.remarks, self.digest) = (missing, remarks, digest)
  }
}
