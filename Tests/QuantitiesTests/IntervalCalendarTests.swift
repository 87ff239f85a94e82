import Quantities
import Testing

@Suite("Interval calendar")
struct IntervalCalendarTests {
  private func calendar(
    _ start: String, _ end: String, _ seconds: Int = 1800, zone: String = "America/Chicago"
  ) throws -> IntervalCalendar {
    IntervalCalendar(
      start: try localDate(start), end: try localDate(end),
      intervalSeconds: seconds, zone: try zoneRules(zone))
  }

  @Test(
    "Days on which the clock changes have 46 or 50 half hours",
    arguments: [(900, 92, 100), (1800, 46, 50), (3600, 23, 25)])
  func clockChanges(seconds: Int, short: Int, long: Int) throws {
    let horizon = try calendar("2026-10-01", "2027-09-30", seconds)
    for day in horizon.days {
      let usual = 86_400 / seconds
      switch day.date.description {
      case "2026-11-01": #expect(day.intervals.count == long)
      case "2027-03-14": #expect(day.intervals.count == short)
      default: #expect(day.intervals.count == usual)
      }
    }
    #expect(horizon.intervalCount == 365 * 86_400 / seconds)
    try checkConsistent(horizon)
  }

  @Test("The repeated hour is labelled twice, the skipped hour never")
  func labels() throws {
    let autumn = try calendar("2026-11-01", "2026-11-01")
    let labels = (0..<autumn.intervalCount).map { autumn.label(of: $0) }
    #expect(labels.first == "2026-11-01 00:00")
    #expect(labels.filter { $0 == "2026-11-01 01:30" }.count == 2)
    #expect(labels.last == "2026-11-01 23:30")
    let spring = try calendar("2027-03-14", "2027-03-14")
    let springLabels = (0..<spring.intervalCount).map { spring.label(of: $0) }
    #expect(!springLabels.contains("2027-03-14 02:00"))
    #expect(springLabels[4] == "2027-03-14 03:00")
  }

  @Test("Weeks start on Monday and the first and last may be short")
  func weeks() throws {
    // 2026-10-01 is a Thursday, 2026-11-03 a Tuesday.
    let horizon = try calendar("2026-10-01", "2026-11-03")
    #expect(horizon.weeks == [0..<4, 4..<11, 11..<18, 18..<25, 25..<32, 32..<34])
    #expect(horizon.months == [0..<31, 31..<34])
    for week in horizon.weeks.dropFirst() {
      #expect(horizon.days[week.lowerBound].date.weekday == .monday)
    }
    try checkConsistent(horizon)
  }

  @Test("A horizon of one day has one week and one month")
  func oneDay() throws {
    let horizon = try calendar("2026-10-07", "2026-10-07", 900)
    #expect(horizon.weeks == [0..<1])
    #expect(horizon.months == [0..<1])
    #expect(horizon.intervalCount == 96)
    #expect(horizon.intervals(ofDays: 0..<1) == 0..<96)
    #expect(horizon.intervals(ofDays: 0..<0).isEmpty)
    try checkConsistent(horizon)
  }

  @Test("An instant is in the interval that begins at or before it")
  func intervalAtInstant() throws {
    let horizon = try calendar("2026-10-31", "2026-11-02")
    for interval in 0..<horizon.intervalCount {
      let begin = horizon.second(of: interval)
      #expect(horizon.interval(at: begin) == interval)
      #expect(horizon.interval(at: begin + 1799) == interval)
    }
    #expect(horizon.interval(at: horizon.startSecond - 1) == nil)
    #expect(horizon.interval(at: horizon.second(of: horizon.intervalCount)) == nil)
    #expect(horizon.interval(at: .max) == nil)
    #expect(horizon.interval(at: .min) == nil)
  }

  @Test("Half-hour clock changes keep every instant in one interval", arguments: [900, 1800, 3600])
  func lordHowe(seconds: Int) throws {
    let horizon = try calendar("2026-10-01", "2027-04-30", seconds, zone: "Australia/Lord_Howe")
    try checkConsistent(horizon)
    if seconds < 3600 {
      let spring = try #require(horizon.dayIndex(of: try localDate("2026-10-04")))
      let autumn = try #require(horizon.dayIndex(of: try localDate("2027-04-04")))
      #expect(horizon.days[spring].intervals.count == 84_600 / seconds)
      #expect(horizon.days[autumn].intervals.count == 88_200 / seconds)
    }
  }

  @Test("Open half hours follow local hours on both sides of a clock change; holidays are closed")
  func openMask() throws {
    let hours = try #require(WeeklyHours(text: "Mon-Fri 08:00-20:00, Sun 00:00-24:00"))
    let start = try localDate("2026-10-30")
    let zone = try zoneRules("America/Chicago")
    let horizon = IntervalCalendar(
      start: start, end: start + 4, intervalSeconds: 1800, zone: zone,
      holidays: [start + 4: "Tuesday off"])
    let mask = horizon.openMask(hours)
    let openByDay = horizon.days.map { day in mask[day.intervals].count { $0 } }
    #expect(openByDay == [24, 0, 50, 24, 0])
    let open = horizon.openMask(hours, openOnHolidays: true)
    #expect(open[horizon.days[4].intervals].count { $0 } == 24)
    let monday = horizon.days[3].intervals
    let first = try #require(monday.first { mask[$0] })
    #expect(horizon.label(of: first) == "2026-11-02 08:00")
  }

  /// Days, weeks, months and intervals cover the horizon without gap or overlap.
  private func checkConsistent(_ horizon: IntervalCalendar) throws {
    #expect(horizon.days.first?.intervals.lowerBound == 0)
    #expect(horizon.days.last?.intervals.upperBound == horizon.intervalCount)
    for (left, right) in zip(horizon.days, horizon.days.dropFirst()) {
      #expect(left.intervals.upperBound == right.intervals.lowerBound)
    }
    #expect(horizon.weeks.flatMap { Array($0) } == Array(horizon.days.indices))
    #expect(horizon.months.flatMap { Array($0) } == Array(horizon.days.indices))
    for (index, day) in horizon.days.enumerated() {
      #expect(horizon.weeks[day.week].contains(index))
      #expect(horizon.months[day.month].contains(index))
      #expect(horizon.dayIndex(of: day.date) == index)
      for interval in day.intervals where horizon.dayOfInterval[interval] != index {
        Issue.record("interval \(interval) is not of day \(day.date)")
      }
    }
  }
}
