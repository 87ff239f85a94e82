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

  /// Fits totals and shapes.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - intervals: Items by day and slot of the local day, every day with as many slots; `nil` where
  ///     nothing was recorded.
  ///   - closed: Whether each day is closed; empty for never.
  ///   - exposure: Members behind each day's items; empty when the items are not per member.
  ///   - regressors: Known causes.
  ///   - hasOwnReset: Whether a regressor describes the reset of January 1st.
  ///   - holidays: Holidays of the past and of the future.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` for lists of other lengths and for values outside their domain.
  public init(
    start: LocalDate, intervals: [[Double?]], closed: [Bool] = [], exposure: [Double] = [],
    regressors: [Regressor] = [], hasOwnReset: Bool = false,
    holidays: KnownHolidays = KnownHolidays(),
    location: String = "series"
  ) throws(ForecastingError) {
    let slots = intervals.map(\.count).max() ?? 0
    for (day, values) in intervals.enumerated() where values.count != slots {
      throw ForecastingError(
        .lengthMismatch, at: "\(location), \(start + day)",
        problem: "\(values.count) slots are given, other days have \(slots)",
        remedy: "Give every slot of the day, empty where nothing was recorded")
    }
    let shut = closed.isEmpty ? Array(repeating: false, count: intervals.count) : closed
    var open = Array(repeating: Array(repeating: false, count: slots), count: 7)
    for (day, values) in intervals.enumerated() where day < shut.count && !shut[day] {
      for slot in 0..<slots where values[slot] != nil {
        open[(start + day).weekday.rawValue][slot] = true
      }
    }
    let totals = intervals.enumerated().map { day, values -> Double? in
      let wanted = open[(start + day).weekday.rawValue]
      guard wanted.contains(true), values.indices.allSatisfy({ values[$0] != nil || !wanted[$0] })
      else { return nil }
      return values.reduce(0) { $0 + ($1 ?? 0) }
    }
    var series = try DailySeries(
      start: start, values: totals, closed: shut, exposure: exposure, regressors: regressors,
      location: location)
    series.hasOwnReset = hasOwnReset
    daily = DailyForecaster(series, holidays: holidays)
    shapes = DayShapes(start: start, intervals: intervals, closed: shut)
  }

  /// How well the model forecast the totals of its own history.
  ///
  /// - Parameter holidays: Holidays of the past.
  /// - Returns: The backtest of the day totals.
  /// - Complexity: At most thirteen fits.
  public func backtest(holidays: KnownHolidays) -> DailyBacktest {
    DailyBacktest(daily.series, holidays: holidays, model: daily)
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
    if let backtest { totals.sharedScale = backtest.sharedScale }
    let shares = (0..<days).map { shapes?.shares(on: first + $0) ?? [] }
    return IntradayForecast(
      days: totals, shares: shares, slotVariance: shapes?.slotVariance ?? 0)
  }
}

/// Expected items by day and slot with the errors that belong to them.
public struct IntradayForecast: Sendable {
  /// The day totals.
  public let days: DailyForecast
  /// Share of each slot in its day; empty on days that are never open.
  public let shares: [[Double]]
  /// Relative variance of a slot's rate around share × day.
  public let slotVariance: Double

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
    let cv = slotVariance.squareRoot()
    return shares.indices.map { day in
      var draws = RandomStream(
        seed: seed, stream: stream ^ 0x9E37_79B9, replication: UInt32(truncatingIfNeeded: path),
        entity: UInt32(day))
      return mean(ofDay: day).map { mean in
        let rate = min(mean * factors[day], 1e15)
        return rate > 0 ? Double(draws.nextGammaPoisson(mean: rate, rateCV: cv)) : 0
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
      // Slots vary on their own, so that a day of many varies less.
      let squares = self.shares[day].reduce(0) { $0 + $1 * $1 }
      let rate = min(self.days.mean[day] * factors[day] * shares[index], 1e15)
      guard rate > 0 else { return 0 }
      return Double(
        draws.nextGammaPoisson(mean: rate, rateCV: (slotVariance * squares).squareRoot()))
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
    let variance = days.sharedVariance[day] + days.dayVariance[day] + log1p(slotVariance)
    return countQuantile(
      mean: days.mean[day] * shares[day][slot], rateVariance: expm1(variance),
      probability: probability)
  }
}
