import Demand
import Foundation
import Quantities
import Results

/// Dated causes of a history, as the daily model takes them.
///
/// Those of known size scale the members behind each day, before and after the history alike, so that they
/// act once; those of unknown size become known causes whose effect the model estimates.
struct HistoryEffects {
  /// Members behind each day of the history; empty where the items are not per member and nothing scales them.
  let exposure: [Double]
  /// Members on each day of the horizon; empty to hold the last of the history.
  let futureExposure: [Double]
  /// Causes of unknown size, over history and horizon.
  let regressors: [Regressor]
  /// Whether one of them begins on January 1st, so that the model's usual reset is left out.
  let hasOwnReset: Bool
  private let unknown: [DatedEffect]
  private let days: Range<Int>

  init(_ history: VolumeHistory, _ calendar: IntervalCalendar) {
    let effects = history.effects ?? []
    let (start, count) = (history.start, history.daily.count)
    days = start.daysSince1970..<(start.daysSince1970 + count)
    unknown = effects.filter { $0.times == nil }
    let known = effects.filter { $0.times != nil }
    let end = max(start + count, calendar.end + 1)
    regressors = unknown.map { effect in
      Regressor(
        name: effect.name, values: (0..<(end - start)).map { effect.strength(on: start + $0) },
        expectedSpread: 0.5)
    }
    hasOwnReset = unknown.contains { effect in
      effect.dates.contains { date in
        let (_, month, day) = date.parts
        return month == 1 && day == 1 && date > start && date < start + count
      }
    }
    guard !known.isEmpty else {
      (exposure, futureExposure) = (history.exposure, history.futureExposure)
      return
    }
    let past = history.exposure.isEmpty ? Array(repeating: 1, count: count) : history.exposure
    let held = past.last ?? 1
    let future =
      history.futureExposure.isEmpty
      ? Array(repeating: held, count: calendar.days.count) : history.futureExposure
    // An effect of 0 closes the work; the members behind it must stay above zero for the fit.
    exposure = past.enumerated().map { $1 * max(1e-6, known.multiple(on: start + $0)) }
    futureExposure = zip(future, calendar.days).map { $0 * known.multiple(on: $1.date) }
  }

  /// The sizes that a model found.
  func sizes(_ model: DailyForecaster) -> [EstimatedEffect] {
    zip(unknown, model.effects).map { effect, found in
      let half = 1.96 * found.standardDeviation
      return EstimatedEffect(
        name: effect.name, times: exp(found.estimate), lower95: exp(found.estimate - half),
        upper95: exp(found.estimate + half),
        seen: effect.dates.count { days.contains($0.daysSince1970) })
    }
  }

  /// A size in words for a model card.
  static func words(_ size: EstimatedEffect) -> String {
    func number(_ value: Double) -> String { String(format: "%.2f", value) }
    return
      " \(size.name) multiplies the work by \(number(size.times)) on its first day (95 %: "
      + "\(number(size.lower95)) to \(number(size.upper95)); seen \(size.seen == 1 ? "once" : "\(size.seen) times"))."
  }
}
