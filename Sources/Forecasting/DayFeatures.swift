import Foundation
import Quantities

/// The columns of the log-linear model and the values that a day gives them.
///
/// The level comes first, one column for each three days counted back from the end of the history,
/// so that its random walk keeps the matrix narrow.
struct DayFeatures {
  /// One column's value on a day.
  struct Entry {
    var column: Int
    var value: Double
    /// Whether the column acts as log(1 + effect × value) in place of effect × value.
    var isShare = false

    /// What the entry adds to the logarithm of the volume.
    func part(_ effects: [Double]) -> Double {
      let linear = effects[column] * value
      return isShare ? logarithm(max(0.1, 1 + linear)) : linear
    }

    /// What the part changes by for a small change of the effect.
    func slope(_ effects: [Double]) -> Double {
      isShare ? value / max(0.1, 1 + effects[column] * value) : value
    }
  }

  /// Days to a step of the level.
  static let levelStep = 3
  /// Harmonics of the year.
  static let harmonics = 3
  /// Harmonics of the month, for work that gathers at its turn, and their expected spread.
  static let monthHarmonics = 3
  static let monthSpread = 0.06
  /// How work that January 1st sets off goes on.
  enum Reset {
    /// It falls to 1/e in so many days.
    case fading(days: Double)
    /// It lasts through January, as rules do that give the first month's claims their own course.
    case month

    /// The share of the effect that is left some days after January 1st.
    func value(after days: Int) -> Double {
      switch self {
      case .fading(let constant): exp(-Double(days) / constant)
      case .month: days < 31 ? 1 : 0
      }
    }
  }
  /// The resets of January 1st.
  static let resets: [Reset] = [.fading(days: 7), .fading(days: 21), .month]
  /// Expected spread of a reset's usual size, of one January around it, and of one around a known cause.
  static let resetSpread = (usual: 0.3, ofYear: 0.15, described: 0.07, none: 0.001)

  let start: LocalDate
  let dayCount: Int
  let levels: Int
  let hasSeason: Bool
  /// Whether the history is long enough to tell a month's course from the level's.
  let hasMonth: Bool
  let holidays: KnownHolidays
  /// Which weekdays are ever open.
  let weekdayOpen: [Bool]
  /// Holidays seen in the history, each with a column of its own.
  let holidayNames: [String]
  /// Holidays on which the work rests.
  let restingHolidays: Set<String>
  let restsOnUnseenHolidays: Bool
  let regressors: [Regressor]
  /// Precision of the normal expectation of each column after the levels.
  let precisions: [Double]

  private let firstYear: Int
  private let resetYears: Int
  private let weekdayColumn: Int
  private let seasonColumn: Int
  private let monthColumn: Int
  private let holidayColumn: Int
  private let regressorColumn: Int

  /// Lays out the columns for a history.
  init(_ series: DailySeries, holidays: KnownHolidays) {
    (start, dayCount, self.holidays) = (series.start, series.values.count, holidays)
    regressors = series.regressors
    levels = max(1, (series.values.count + Self.levelStep - 1) / Self.levelStep)
    weekdayOpen = Self.openWeekdays(series, holidays)
    let resting = Self.rest(series, holidays)
    (holidayNames, restingHolidays) = (resting.seen, resting.resting)
    restsOnUnseenHolidays =
      !resting.seen.isEmpty && resting.resting.count * 2 > resting.seen.count
    let seen = series.values.indices.filter { series.values[$0] != nil }
    hasSeason = (seen.last ?? 0) - (seen.first ?? 0) >= 364
    var spreads = Array(repeating: series.hasWeek ? 1.0 : Self.resetSpread.none, count: 7)
    firstYear = series.start.parts.year
    resetYears = (series.start + series.values.count).parts.year - firstYear + 3
    weekdayColumn = levels
    seasonColumn = levels + spreads.count
    if hasSeason {
      for harmonic in 1...Self.harmonics {
        spreads += Array(repeating: 0.15 / Double(harmonic), count: 2)
      }
      let usual = series.hasOwnReset ? Self.resetSpread.none : Self.resetSpread.usual
      spreads += Self.resets.map { _ in usual }
      // Each January differs; those to come are not known, which widens their intervals.
      let ofYear =
        series.hasOwnReset ? Self.resetSpread.described : Self.resetSpread.ofYear
      for _ in 0..<resetYears { spreads += Self.resets.map { _ in ofYear } }
    }
    hasMonth = (seen.last ?? 0) - (seen.first ?? 0) >= 44
    monthColumn = levels + spreads.count
    if hasMonth {
      for harmonic in 1...Self.monthHarmonics {
        spreads += Array(repeating: Self.monthSpread / Double(harmonic), count: 2)
      }
    }
    holidayColumn = levels + spreads.count
    // The holidays' common effect, the day after, and each name's own.
    spreads += [1, 0.2] + holidayNames.map { _ in 1.0 }
    regressorColumn = levels + spreads.count
    spreads += regressors.map(\.expectedSpread)
    precisions = spreads.map { 1 / ($0 * $0) }
  }

  /// The number of columns.
  var count: Int { levels + precisions.count }

  /// Levels, then the other columns.
  var layout: EffectLayout { EffectLayout(levels: levels, precisions: precisions) }

  /// Whether items can arise on a date.
  func isOpen(_ date: LocalDate) -> Bool {
    guard weekdayOpen[date.weekday.rawValue] else { return false }
    guard let holiday = holidays.names[date] else { return true }
    if restingHolidays.contains(holiday) { return false }
    return holidayNames.contains(holiday) || !restsOnUnseenHolidays
  }

  /// The level's column of a day counted from the start; the last one beyond the history.
  func level(ofDay day: Int) -> Int {
    min(levels - 1, max(0, levels - 1 - (dayCount - 1 - day) / Self.levelStep))
  }

  /// The column of a known cause.
  func column(ofRegressor place: Int) -> Int { regressorColumn + place }

  /// Steps of the level from the end of the history to a day so many days after it.
  static func levelSteps(ahead: Int) -> Int { max(0, (ahead + levelStep - 1) / levelStep) }

  /// The columns that are not zero on a day counted from the start of the history.
  func entries(ofDay day: Int) -> [Entry] {
    let date = start + day
    var entries = [
      Entry(column: level(ofDay: day), value: 1),
      Entry(column: weekdayColumn + date.weekday.rawValue, value: 1),
    ]
    if hasSeason {
      let newYear = date - (dayOfYear(date) - 1)
      let length = Double(LocalDate.daysIn(month: 2, year: date.parts.year) + 337)
      let angle = 2 * Double.pi * Double(date - newYear) / length
      for harmonic in 1...Self.harmonics {
        let column = seasonColumn + 2 * (harmonic - 1)
        entries.append(Entry(column: column, value: cos(Double(harmonic) * angle)))
        entries.append(Entry(column: column + 1, value: sin(Double(harmonic) * angle)))
      }
      for (place, reset) in Self.resets.enumerated() {
        let value = reset.value(after: date - newYear)
        guard value > 1e-4 else { continue }
        let column = seasonColumn + 2 * Self.harmonics + place
        entries.append(Entry(column: column, value: value))
        let year = date.parts.year - firstYear
        if year < resetYears {
          entries.append(
            Entry(column: column + Self.resets.count * (year + 1), value: value))
        }
      }
    }
    if hasMonth {
      let angle = 2 * Double.pi * Double(date.parts.day - 1) / Double(date.daysInMonth)
      for harmonic in 1...Self.monthHarmonics {
        let column = monthColumn + 2 * (harmonic - 1)
        entries.append(Entry(column: column, value: cos(Double(harmonic) * angle)))
        entries.append(Entry(column: column + 1, value: sin(Double(harmonic) * angle)))
      }
    }
    if let holiday = holidays.names[date] {
      entries.append(Entry(column: holidayColumn, value: 1))
      if let place = holidayNames.firstIndex(of: holiday) {
        entries.append(Entry(column: holidayColumn + 2 + place, value: 1))
      }
    } else if followsHoliday(date) {
      entries.append(Entry(column: holidayColumn + 1, value: 1))
    }
    for (place, regressor) in regressors.enumerated() where day < regressor.values.count {
      let value = regressor.values[day]
      guard value != 0 else { continue }
      entries.append(
        Entry(
          column: regressorColumn + place, value: value, isShare: regressor.form == .share))
    }
    return entries
  }

  /// Whether a date is the first open one after a holiday.
  private func followsHoliday(_ date: LocalDate) -> Bool {
    for back in 1...4 {
      let earlier = date - back
      if holidays.names[earlier] != nil { return true }
      if isOpen(earlier) { return false }
    }
    return false
  }

  private func dayOfYear(_ date: LocalDate) -> Int {
    let (year, month, day) = date.parts
    return (1..<month).reduce(day) { $0 + LocalDate.daysIn(month: $1, year: year) }
  }

  /// A weekday is open when it was seen open; one that held nothing among busy ones is closed.
  private static func openWeekdays(_ series: DailySeries, _ holidays: KnownHolidays) -> [Bool] {
    var totals = Array(repeating: 0.0, count: 7)
    var days = Array(repeating: 0, count: 7)
    for (day, value) in series.values.enumerated() where !series.closed[day] {
      let date = series.start + day
      guard let value, holidays.names[date] == nil || value > 0 else { continue }
      totals[date.weekday.rawValue] += value
      days[date.weekday.rawValue] += 1
    }
    let mean = totals.reduce(0, +) / Double(max(1, days.reduce(0, +)))
    return (0..<7).map { weekday in
      guard days[weekday] > 0 else { return false }
      return totals[weekday] > 0 || mean * Double(days[weekday]) < 10
    }
  }

  /// Holidays seen on weekdays that are otherwise open, and those on which nothing ever came.
  private static func rest(
    _ series: DailySeries, _ holidays: KnownHolidays
  ) -> (seen: [String], resting: Set<String>) {
    let open = openWeekdays(series, holidays)
    let known = series.values.compactMap { $0 }.filter { $0 > 0 }.sorted()
    let usual = known.isEmpty ? 0 : quantile(known, 0.5)
    var worked: [String: Bool] = [:]
    for day in series.values.indices {
      let date = series.start + day
      guard let name = holidays.names[date], open[date.weekday.rawValue] else { continue }
      if series.closed[day] {
        worked[name, default: false] = worked[name] ?? false
      } else if let value = series.values[day] {
        let busy = value > 0 || usual < 5
        worked[name] = (worked[name] ?? false) || busy
      }
    }
    let seen = worked.keys.sorted()
    return (seen, Set(seen.filter { worked[$0] == false }))
  }
}
