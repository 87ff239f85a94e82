import Foundation
import Quantities
import RandomStreams

/// A model of items by slot of the day: day totals × the shape of the day.
///
/// Totals follow ``DailyForecaster``, shapes ``DayShapes``. Closed slots and days never shift the phase,
/// and a missing slot makes its day's total missing, not smaller.
public struct IntradayForecaster: Sendable {
  /// The model of the totals.
  public let daily: DailyForecaster
  /// The model of the shapes; nothing when no day was recorded as a whole.
  public let shapes: DayShapes?

  /// Slots and days that are hard to believe, oldest first within each kind.
  public let flagged: [DailyForecaster.FlaggedDay]
  /// The day within which the history ends, moved to what came so far.
  private let today: (date: LocalDate, total: Double, day: PartialDay)?

  /// What is known beside the items.
  public struct Options: Sendable {
    /// Whether a regressor describes the reset of January 1st.
    public var hasOwnReset: Bool
    /// Whether weekdays differ.
    public var hasWeek: Bool
    /// Whether slots and days that are hard to believe stay in the fit.
    public var keepsOutliers: Bool
    /// Slots of the last day that are known, when the history ends within it; nothing for a whole day.
    public var seenSlots: Int?

    /// Makes options; see the properties.
    public init(
      hasOwnReset: Bool = false, hasWeek: Bool = true, keepsOutliers: Bool = false,
      seenSlots: Int? = nil
    ) {
      (self.hasOwnReset, self.hasWeek) = (hasOwnReset, hasWeek)
      (self.keepsOutliers, self.seenSlots) = (keepsOutliers, seenSlots)
    }
  }

  /// Fits totals and shapes.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - given: Items by day and slot of the local day, every day with as many slots; `nil` where
  ///     nothing was recorded.
  ///   - closed: Whether each day is closed; empty for never.
  ///   - exposure: Members behind each day's items; empty when the items are not per member.
  ///   - regressors: Known causes.
  ///   - options: What is known beside the items.
  ///   - holidays: Holidays of the past and of the future.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` for lists of other lengths and for values outside their domain.
  public init(
    start: LocalDate, intervals given: [[Double?]], closed: [Bool] = [], exposure: [Double] = [],
    regressors: [Regressor] = [], options: Options = Options(),
    holidays: KnownHolidays = KnownHolidays(),
    location: String = "series"
  ) throws(ForecastingError) {
    let slots = given.map(\.count).max() ?? 0
    for (day, values) in given.enumerated() where values.count != slots {
      throw ForecastingError(
        .lengthMismatch, at: "\(location), \(start + day)",
        problem: "\(values.count) slots are given, other days have \(slots)",
        remedy: "Give every slot of the day, empty where nothing was recorded")
    }
    let shut = closed.isEmpty ? Array(repeating: false, count: given.count) : closed
    var intervals = given
    var shapes = DayShapes(
      start: start, intervals: given, closed: shut, hasWeek: options.hasWeek)
    let unlikely = shapes?.unlikely(start: start, intervals: given, closed: shut) ?? []
    if !unlikely.isEmpty, !options.keepsOutliers {
      for slot in unlikely { intervals[slot.day][slot.slot] = slot.expected }
      shapes = DayShapes(
        start: start, intervals: intervals, closed: shut, hasWeek: options.hasWeek)
    }
    self.shapes = shapes
    var series = try DailySeries(
      start: start, values: Self.totals(start, intervals, shut), closed: shut, exposure: exposure,
      regressors: regressors, location: location)
    series.hasOwnReset = options.hasOwnReset
    (series.hasWeek, series.keepsOutliers) = (options.hasWeek, options.keepsOutliers)
    let model = DailyForecaster(series, holidays: holidays)
    let found = shapes.flatMap {
      Self.moved(model, $0, seen: options.seenSlots, intervals.last ?? [], series, holidays)
    }
    daily = found?.model ?? model
    today = found?.today
    flagged =
      unlikely.map { slot in
        let seen = given[slot.day][slot.slot] ?? 0
        return DailyForecaster.FlaggedDay(
          date: start + slot.day, slot: slot.slot, seen: seen, expected: slot.expected,
          reason: seen > slot.expected
            ? "far above the rest of its day" : "far below the rest of its day")
      } + daily.flagged
  }

  /// The total of each day of which no open slot is missing.
  private static func totals(
    _ start: LocalDate, _ intervals: [[Double?]], _ closed: [Bool]
  ) -> [Double?] {
    let slots = intervals.first?.count ?? 0
    var open = Array(repeating: Array(repeating: false, count: slots), count: 7)
    for (day, values) in intervals.enumerated() where day < closed.count && !closed[day] {
      for slot in 0..<slots where values[slot] != nil {
        open[(start + day).weekday.rawValue][slot] = true
      }
    }
    return intervals.enumerated().map { day, values -> Double? in
      let wanted = open[(start + day).weekday.rawValue]
      guard wanted.contains(true), values.indices.allSatisfy({ values[$0] != nil || !wanted[$0] })
      else { return nil }
      return values.reduce(0) { $0 + ($1 ?? 0) }
    }
  }

  /// The model moved to the slots known of the last day; nothing when the history ends with a whole day.
  ///
  /// The day's total as its slots alone tell it joins the history with the doubt that is left.
  private static func moved(
    _ model: DailyForecaster, _ shapes: DayShapes, seen: Int?, _ slots: [Double?],
    _ series: DailySeries, _ holidays: KnownHolidays
  ) -> (model: DailyForecaster, today: (date: LocalDate, total: Double, day: PartialDay))? {
    let last = series.values.count - 1
    let date = series.start + last
    let shares = shapes.shares(on: date)
    guard let seen, last > 0, shares.contains(where: { $0 > 0 }) else { return nil }
    var before = series.prefix(before: date)
    before.regressors = series.regressors
    let expected = DailyForecaster(before, holidays: holidays, near: model.fits.map(\.fit))
      .forecast(from: date, days: 1, exposure: [series.exposure[last]])
    guard expected.mean[0] > 0 else { return nil }
    let day = PartialDay(
      seen: Array(slots.prefix(seen)),
      total: expected.mean[0],
      totalVariance: expected.sharedVariance[0] + expected.dayVariance[0], shares: shares,
      covariance: shapes.covariance(first: seen))
    let today = (date: date, total: expected.mean[0] * exp(day.shift), day: day)
    guard let alone = day.alone else { return (model, today) }
    var longer = series
    longer.values[last] = expected.mean[0] * exp(min(3, max(-3, alone.shift)))
    longer.lastVariance = alone.variance
    return (
      DailyForecaster(longer, holidays: holidays, near: model.fits.map(\.fit)), today
    )
  }

  /// How well the model forecast the totals of its own history.
  ///
  /// - Parameter holidays: Holidays of the past.
  /// - Returns: The backtest of the day totals.
  /// - Complexity: At most thirteen fits.
  public func backtest(holidays: KnownHolidays) -> DailyBacktest {
    var series = daily.series
    // A day that goes on is no day to be judged on.
    if series.lastVariance > 0 { series.values[series.values.count - 1] = nil }
    return DailyBacktest(series, holidays: holidays, model: daily)
  }

  /// What the model learnt, in sentences.
  ///
  /// - Parameter backtest: How well the totals were forecast before.
  /// - Returns: The totals' model card.
  public func explanation(backtest: DailyBacktest) -> String {
    daily.explanation(backtest: backtest, perMember: false, leftOut: 0, gap: 0)
  }

  /// Expected items by day and slot.
  ///
  /// - Parameters:
  ///   - first: The first day.
  ///   - days: The number of days.
  ///   - exposure: Members on each day; empty to hold the last of the history.
  ///   - backtest: How well the totals were forecast before; scales the error that days share.
  /// - Returns: The forecast with its errors.
  public func forecast(
    from first: LocalDate, days: Int, exposure: [Double] = [], backtest: DailyBacktest? = nil
  ) -> IntradayForecast {
    var totals = daily.forecast(from: first, days: days, exposure: exposure)
    if let backtest { totals.calibrate(by: backtest) }
    var shares = (0..<days).map { shapes?.shares(on: first + $0) ?? [] }
    if let today, today.date == first, !shares.isEmpty {
      totals.know(total: today.total, variance: today.day.variance)
      shares[0] = today.day.shares
    }
    return IntradayForecast(
      days: totals, shares: shares, slotVariances: shapes?.slotVariances ?? [])
  }
}

/// Expected items by day and slot with the errors that belong to them.
public struct IntradayForecast: Sendable {
  /// The day totals.
  public let days: DailyForecast
  /// Share of each slot in its day; empty on days that are never open.
  public let shares: [[Double]]
  /// Relative variance of the rate of each slot of the day around share × day.
  public let slotVariances: [Double]

  /// Whole numbers of items that one possible future brings.
  ///
  /// Days vary together by the factors of ``DailyForecast/factors(path:seed:stream:)``, slots by a factor of
  /// their own, and counts around their rate.
  ///
  /// - Parameters:
  ///   - path: The possible future.
  ///   - seed: The seed of the run.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: Items by day and slot; empty on days that are never open.
  public func counts(path: Int, seed: UInt64, stream: UInt32) -> [[Double]] {
    let factors = days.factors(path: path, seed: seed, stream: stream)
    return shares.indices.map { day in
      var draws = RandomStream(
        seed: seed, stream: stream ^ 0x9E37_79B9, replication: UInt32(truncatingIfNeeded: path),
        entity: UInt32(day))
      let means = mean(ofDay: day)
      // A day's factor already holds what its slots add up to, so that theirs move items within it.
      var rates = means.indices.map { slot in
        means[slot] > 0
          ? means[slot] * draws.nextGamma(mean: 1, cv: slotVariances[slot].squareRoot()) : 0
      }
      let sum = rates.reduce(0, +)
      if sum > 0 { for slot in rates.indices { rates[slot] *= days.mean[day] / sum } }
      return rates.map { rate in
        let rate = min(rate * factors[day], 1e15)
        return rate > 0 ? Double(draws.nextPoisson(mean: rate)) : 0
      }
    }
  }

  /// Whole numbers of items that one possible future brings on chosen days.
  ///
  /// - Parameters:
  ///   - path: The possible future.
  ///   - seed: The seed of the run.
  ///   - stream: A number that belongs to this series alone.
  ///   - shares: The part of each chosen day that counts, 0...1.
  ///   - days: The chosen days, counted from the first.
  /// - Returns: One count for each chosen day.
  public func dayCounts(
    path: Int, seed: UInt64, stream: UInt32, shares: [Double], days: [Int]
  ) -> [Double] {
    let factors = self.days.factors(path: path, seed: seed, stream: stream)
    return days.enumerated().map { index, day in
      var draws = RandomStream(
        seed: seed, stream: stream ^ 0x7F4A_7C15, replication: UInt32(truncatingIfNeeded: path),
        entity: UInt32(day))
      let rate = min(self.days.mean[day] * factors[day] * shares[index], 1e15)
      guard rate > 0 else { return 0 }
      // A part of a day varies around its share of it, a whole day does not.
      let own = self.shares[day]
      let squares = zip(own, slotVariances).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
      let share = min(1, shares[index])
      let part = squares * (1 - share) / max(share, 1e-9)
      return Double(draws.nextGammaPoisson(mean: rate, rateCV: min(1, part).squareRoot()))
    }
  }

  /// Expected items by slot of a day, counted from the first.
  public func mean(ofDay day: Int) -> [Double] { shares[day].map { $0 * days.mean[day] } }

  /// The items below which a slot's count stays with a given probability, count noise included.
  ///
  /// - Parameters:
  ///   - day: The day, counted from the first.
  ///   - slot: The slot of the day.
  ///   - probability: Strictly between 0 and 1.
  /// - Returns: A whole number of items where the mean is small.
  public func quantile(ofDay day: Int, slot: Int, _ probability: Double) -> Double {
    let shared = days.sharedScale * days.sharedScale * days.sharedVariance[day]
    let variance = shared + days.dayVariance[day] + log1p(slotVariances[slot])
    return countQuantile(
      mean: days.mean[day] * shares[day][slot], rateVariance: expm1(variance),
      probability: probability)
  }
}
