/// The planning horizon cut into equal intervals of UTC, with local days, weeks and months over it.
///
/// Intervals are counted from local midnight of the first day; a day on which the clock changes has
/// more or fewer of them.
public struct IntervalCalendar: Hashable, Sendable {
  /// One local day of the horizon.
  public struct Day: Hashable, Sendable {
    /// The local date.
    public var date: LocalDate
    /// The day's intervals.
    public var intervals: Range<Int>
    /// Whether the day is a holiday, and its name.
    public var holiday: String?
    /// Index of the day's week (Monday to Sunday) in ``IntervalCalendar/weeks``.
    public var week: Int
    /// Index of the day's month in ``IntervalCalendar/months``.
    public var month: Int
  }

  /// The first local day.
  public var start: LocalDate
  /// The last local day, inclusive.
  public var end: LocalDate
  /// Length of an interval in seconds; divides an hour.
  public var intervalSeconds: Int
  /// The zone whose midnight begins a day.
  public var zone: ZoneRules
  /// The days, in order.
  public private(set) var days: [Day] = []
  /// Day indices of each week, in order; the first and last week may be short.
  public private(set) var weeks: [Range<Int>] = []
  /// Day indices of each month, in order; the first and last month may be short.
  public private(set) var months: [Range<Int>] = []
  /// UTC seconds since 1970 at which interval 0 begins.
  public private(set) var startSecond: Int64 = 0
  /// Local minute of the day at which each interval begins.
  public private(set) var minutes: [Int] = []
  /// Index into ``days`` of each interval.
  public private(set) var dayOfInterval: [Int] = []

  /// Cuts a horizon into intervals.
  ///
  /// - Parameters:
  ///   - start: The first day.
  ///   - end: The last day, inclusive; not before `start`.
  ///   - intervalSeconds: 300, 600, 900, 1200, 1800 or 3600.
  ///   - zone: The zone of the days.
  ///   - holidays: Names of the holidays by date.
  /// - Complexity: O(days + intervals).
  public init(
    start: LocalDate, end: LocalDate, intervalSeconds: Int, zone: ZoneRules,
    holidays: [LocalDate: String] = [:]
  ) {
    precondition(start <= end, "a horizon from \(start) to \(end)")
    precondition(intervalSeconds > 0 && 3600 % intervalSeconds == 0, "\(intervalSeconds) s")
    (self.start, self.end, self.intervalSeconds, self.zone) = (start, end, intervalSeconds, zone)
    startSecond = zone.startOfDay(start)
    let step = Int64(intervalSeconds)
    var first = 0
    for offset in 0...(end - start) {
      let date = start + offset
      let stop = Int((zone.startOfDay(date + 1) - startSecond + step - 1) / step)
      if weeks.isEmpty || date.weekday == .monday { weeks.append(offset..<offset) }
      if months.isEmpty || date.parts.day == 1 { months.append(offset..<offset) }
      weeks[weeks.count - 1] = weeks[weeks.count - 1].lowerBound..<(offset + 1)
      months[months.count - 1] = months[months.count - 1].lowerBound..<(offset + 1)
      days.append(
        Day(
          date: date, intervals: first..<stop, holiday: holidays[date], week: weeks.count - 1,
          month: months.count - 1))
      for interval in first..<stop {
        let local = zone.local(at: startSecond + Int64(interval) * step)
        minutes.append(local.minute)
        dayOfInterval.append(offset)
      }
      first = stop
    }
  }

  /// The number of intervals.
  public var intervalCount: Int { minutes.count }

  /// Length of an interval in hours.
  public var intervalHours: Double { Double(intervalSeconds) / 3600 }

  /// UTC seconds since 1970 at which an interval begins.
  public func second(of interval: Int) -> Int64 {
    startSecond + Int64(interval) * Int64(intervalSeconds)
  }

  /// The interval that holds an instant, or nothing outside the horizon.
  public func interval(at second: Int64) -> Int? {
    guard second >= startSecond else { return nil }
    let index = Int((second - startSecond) / Int64(intervalSeconds))
    return index < intervalCount ? index : nil
  }

  /// The day's index of a date, or nothing outside the horizon.
  public func dayIndex(of date: LocalDate) -> Int? {
    start <= date && date <= end ? date - start : nil
  }

  /// The intervals of a range of days.
  public func intervals(ofDays days: Range<Int>) -> Range<Int> {
    guard let last = days.last else { return 0..<0 }
    return self.days[days.lowerBound].intervals.lowerBound..<self.days[last].intervals.upperBound
  }

  /// Whether each interval is open under weekly hours; holidays are closed unless told otherwise.
  ///
  /// An interval counts as open when its first minute is.
  public func openMask(_ hours: WeeklyHours, openOnHolidays: Bool = false) -> [Bool] {
    (0..<intervalCount).map { interval in
      let day = days[dayOfInterval[interval]]
      if day.holiday != nil && !openOnHolidays { return false }
      return hours.isOpen(day.date.weekday, minute: minutes[interval])
    }
  }

  /// The local wall-clock start of an interval as `2027-01-04 10:30`.
  public func label(of interval: Int) -> String {
    let minute = minutes[interval]
    return
      "\(days[dayOfInterval[interval]].date) \(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
  }
}
