import Foundation
import Quantities

/// Forecasts day totals by a model of evenly spaced values, and spreads them by the shape of the day.
///
/// Weekdays that are never open are left out, so that a week is a season of its open days. Missing, closed
/// and holiday values are taken from the same weekday around them.
///
/// - Complexity: That of ``SeriesForecaster`` for one value a day; `mstl` has one for each open slot.
public struct TotalsForecaster: Sendable {
  /// Sample paths behind the intervals.
  static let paths = 500
  /// Open weeks that the decomposition of slots looks back.
  static let weeks = 16

  private let start: LocalDate
  private let count: Int
  private let open: [[Int]]
  private let shapes: DayShapes?
  private let totals: [Double]
  private let slots: SlotDecomposition?
  private let series: SeriesForecaster?
  /// The model's name, with what was chosen.
  public let label: String

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - intervals: Items by day and slot; `nil` where nothing was recorded.
  ///   - closed: Whether each day is closed.
  ///   - holidays: Holidays of the past.
  ///   - model: The model; not `auto`.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` when no day was recorded as a whole, or too few were.
  public init(
    start: LocalDate, intervals: [[Double?]], closed: [Bool], holidays: KnownHolidays,
    model: SeriesModel, location: String
  ) throws(ForecastingError) {
    (self.start, count) = (start, intervals.count)
    var seen = Array(repeating: Set<Int>(), count: 7)
    for (day, values) in intervals.enumerated() where !closed[day] {
      for (slot, value) in values.enumerated() where value != nil {
        seen[(start + day).weekday.rawValue].insert(slot)
      }
    }
    let open = seen.map { $0.sorted() }
    self.open = open
    let days = intervals.indices.filter { !open[(start + $0).weekday.rawValue].isEmpty }
    /// A day's slots in the order of time; nothing when one is missing.
    func whole(_ day: Int) -> [Double]? {
      let date = start + day
      guard !closed[day], holidays.names[date] == nil else { return nil }
      let values = open[date.weekday.rawValue].map { intervals[day][$0] }
      guard values.allSatisfy({ $0 != nil }) else { return nil }
      return values.map { $0 ?? 0 }
    }
    let known = days.map(whole)
    let period = open.count { !$0.isEmpty }
    guard known.count(where: { $0 != nil }) >= max(3, period) else {
      throw ForecastingError(
        .notEnoughData, at: location, problem: "hardly a day was recorded as a whole",
        remedy: "Give at least two weeks of whole days, or write --model auto")
    }
    // Without an item there is no shape, and nothing to be spread.
    shapes = DayShapes(start: start, intervals: intervals, closed: closed)
    let filled = days.indices.map { Self.filled(known, place: $0, period: period) }
    totals = filled.map { $0.reduce(0, +) }
    if model == .mstl, (intervals.first?.count ?? 1) > 1 {
      let recent = filled.suffix(Self.weeks * period)
      slots = SlotDecomposition(Array(recent), weekdays: period)
      series = nil
      guard let slots else {
        throw ForecastingError(
          .notEnoughData, at: location, problem: "less than two weeks were recorded",
          remedy: "Give at least two weeks of whole days, or write --model auto")
      }
      label = "MSTL of slots + \(slots.trend.form)"
    } else {
      slots = nil
      let fitted = try SeriesForecaster(
        values: totals, period: max(1, period), model: model, location: location)
      series = fitted
      label = "day totals by \(fitted.forecast(steps: 1, paths: 0).model)"
    }
  }

  /// A day as recorded, or the mean of the same weekday before and after it.
  private static func filled(_ known: [[Double]?], place: Int, period: Int) -> [Double] {
    if let own = known[place] { return own }
    let before = stride(from: place - period, through: 0, by: -period).lazy
      .compactMap { known[$0] }.first
    let after = stride(from: place + period, to: known.count, by: period).lazy
      .compactMap { known[$0] }.first
    if let before, let after, before.count == after.count {
      return zip(before, after).map { ($0 + $1) / 2 }
    }
    return before ?? after ?? known.lazy.compactMap { $0 }.first ?? [0]
  }

  /// Expected items by day and slot.
  ///
  /// - Parameters:
  ///   - first: The first day, after the history.
  ///   - days: The number of days.
  ///   - seed: The seed of the sample paths.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: The forecast with its errors.
  public func forecast(
    from first: LocalDate, days: Int, seed: UInt64, stream: UInt32
  ) -> IntradayForecast {
    // Open days from the end of the history on; the forecast may begin later.
    let gap = max(0, first - (start + count))
    let dates = (0..<gap + days).map { start + (count + $0) }
    var step = 0
    let places = dates.map { date -> Int? in
      guard !open[date.weekday.rawValue].isEmpty else { return nil }
      step += 1
      return step - 1
    }
    let even = open.map { slots in
      (0..<(shapes?.slots ?? max(1, (slots.max() ?? 0) + 1))).map { slot in
        slots.contains(slot) ? 1 / Double(slots.count) : 0
      }
    }
    var shares = (0..<days).map { day in
      shapes?.shares(on: first + day) ?? even[(first + day).weekday.rawValue]
    }
    var mean: [Double]
    var paths: [[Double]]
    var slotVariances =
      shapes?.slotVariances ?? Array(repeating: 0, count: even.map(\.count).max() ?? 0)
    if let slots {
      let lengths = dates.compactMap { date -> Int? in
        let length = open[date.weekday.rawValue].count
        return length > 0 ? length : nil
      }
      let found = slots.forecast(lengths, paths: Self.paths, seed: seed, stream: stream)
      (mean, paths) = (found.mean.map { $0.reduce(0, +) }, found.totals)
      slotVariances = slotVariances.map { _ in slots.slotVariance }
      for day in 0..<days {
        guard let place = places[gap + day], mean[place] > 0 else { continue }
        var own = Array(repeating: 0.0, count: shares[day].count)
        for (slot, value) in zip(open[(first + day).weekday.rawValue], found.mean[place]) {
          own[slot] = value / mean[place]
        }
        shares[day] = own
      }
    } else {
      let found = series?.forecast(steps: step, paths: Self.paths, seed: seed, stream: stream)
      (mean, paths) = (found?.mean ?? [], found?.paths ?? [])
    }
    func ofDay(_ values: [Double], _ day: Int) -> Double {
      places[gap + day].map { values[$0] } ?? 0
    }
    let expected = (0..<days).map { ofDay(mean, $0) }
    let futures = paths.map { path in (0..<days).map { ofDay(path, $0) } }
    return IntradayForecast(
      days: DailyForecast(first: first, mean: expected, paths: futures), shares: shares,
      slotVariances: slotVariances)
  }
}

/// Open slots taken apart into the season of the day, that of the week, and a rest that is smoothed.
struct SlotDecomposition: Sendable {
  let trend: ETSModel
  /// The last week's seasons, added up.
  private let season: [Double]
  /// Relative variance of a slot's rate beyond that of counts.
  let slotVariance: Double

  /// Takes the square roots of slots apart, whose counts then vary alike.
  ///
  /// - Parameters:
  ///   - days: Items by open day and slot.
  ///   - weekdays: Open days to a week.
  init?(_ days: [[Double]], weekdays: Int) {
    let perWeek = days.suffix(weekdays).reduce(0) { $0 + $1.count }
    let perDay = Set(days.map(\.count)).count == 1 ? days[0].count : 0
    let weeks = days.count / weekdays
    guard weeks >= 2, perWeek >= 2 else { return nil }
    let values = days.suffix(weeks * weekdays).flatMap { $0 }
    guard values.count == weeks * perWeek else { return nil }
    let roots = values.map { ($0 + 0.375).squareRoot() }
    let periods = perDay > 1 && perDay < perWeek ? [perDay, perWeek] : [perWeek]
    let parts = SeasonalDecomposition(roots, periods: periods)
    let seasons = roots.indices.map { place in parts.seasons.reduce(0) { $0 + $1[place] } }
    season = Array(seasons.suffix(perWeek))
    let rest = zip(roots, seasons).map { $0 - $1 }
    guard let fitted = ETSModel.automatic(values: rest, period: 1, endlessTrends: false) else {
      return nil
    }
    trend = fitted
    let excess = zip(values, parts.remainder).reduce(0.0) { sum, entry in
      sum + (4 * entry.1 * entry.1 - 1) / max(1, entry.0)
    }
    slotVariance = min(1, max(0, excess / Double(values.count)))
  }

  /// Expected slots by day, and the days' totals of possible futures.
  func forecast(
    _ lengths: [Int], paths: Int, seed: UInt64, stream: UInt32
  ) -> (mean: [[Double]], totals: [[Double]]) {
    let steps = lengths.reduce(0, +)
    func days(_ roots: [Double]) -> [[Double]] {
      var place = 0
      return lengths.map { length in
        defer { place += length }
        return (place..<place + length).map { slot in
          let root = max(0, roots[slot] + season[slot % season.count])
          return max(0, root * root - 0.375)
        }
      }
    }
    let mean = days(trend.path(normals: Array(repeating: 0, count: steps)))
    let futures = (0..<paths).map { path in
      days(trend.path(normals: normals(steps, path: path, seed: seed, stream: stream)))
        .map { $0.reduce(0, +) }
    }
    return (mean, futures)
  }
}
