import Quantities
import Results

extension DailyBacktest {
  /// A day forecast from an origin, beside what came.
  public struct Entry: Equatable, Sendable {
    /// Days from the origin, from 1.
    public var ahead: Int
    /// The day.
    public var date: LocalDate
    /// Items that came.
    public var seen: Double
    /// Items forecast.
    public var mean: Double
    /// The seasonal naive forecast.
    public var naive: Double
    /// The forecast's quantiles at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.025 and 0.975.
    public var quantiles: [Double]
    /// Mean absolute change over a week in the history known at the origin; 0 when it never changed.
    public var scale: Double
  }

  /// Probabilities of the quantiles: those of the weighted loss, then the ends of the 95 % interval.
  static let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.025, 0.975]

  /// Mean absolute change of a history over a week, between recorded open days.
  static func weeklyChange(_ known: DailySeries) -> Double {
    var (sum, count) = (0.0, 0.0)
    for day in known.values.indices.dropFirst(7) where !known.closed[day] && !known.closed[day - 7]
    {
      guard let now = known.values[day], let before = known.values[day - 7] else { continue }
      sum += abs(now - before)
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// The measures for a report; nothing when nothing was judged.
  var measures: ForecastBacktest? {
    guard !entries.isEmpty else { return nil }
    let weekdays = Weekday.allCases.compactMap { weekday -> ForecastBacktest.Group? in
      let own = entries.filter { $0.date.weekday == weekday }
      return own.isEmpty ? nil : Self.group(weekday.shortName, own)
    }
    let weeks = (0..<((horizon + 6) / 7)).compactMap { week -> ForecastBacktest.Group? in
      let own = entries.filter { ($0.ahead - 1) / 7 == week }
      return own.isEmpty ? nil : Self.group("week \(week + 1)", own)
    }
    return ForecastBacktest(
      origins: origins.map(\.first), horizonDays: horizon, all: Self.group("all days", entries),
      byHorizon: weeks, byWeekday: weekdays)
  }

  private static func group(_ name: String, _ entries: [Entry]) -> ForecastBacktest.Group {
    let seen = entries.map(\.seen)
    func errors(_ forecast: [Double]) -> ForecastBacktest.Measures {
      let scaled = zip(entries, forecast).compactMap { entry, value in
        entry.scale > 0 ? abs(entry.seen - value) / entry.scale : nil
      }
      return ForecastBacktest.Measures(
        count: entries.count, wape: ForecastMetrics.wape(seen: seen, forecast: forecast),
        smape: ForecastMetrics.smape(seen: seen, forecast: forecast),
        mase: scaled.isEmpty ? nil : scaled.reduce(0, +) / Double(scaled.count))
    }
    func column(_ place: Int) -> [Double] { entries.map { $0.quantiles[place] } }
    var model = errors(entries.map(\.mean))
    model.weightedQuantileLoss = ForecastMetrics.weightedQuantileLoss(
      seen: seen, quantiles: (0..<7).map(column), levels: Array(levels.prefix(7)))
    model.coverage80 = ForecastMetrics.coverage(seen: seen, lower: column(1), upper: column(5))
    model.coverage95 = ForecastMetrics.coverage(seen: seen, lower: column(7), upper: column(8))
    return ForecastBacktest.Group(name: name, model: model, naive: errors(entries.map(\.naive)))
  }
}
