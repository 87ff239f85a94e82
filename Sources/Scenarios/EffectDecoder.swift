import LocatedJSON
import Quantities

/// A dated cause that multiplies a queue's work.
public struct EffectSpec: Equatable, Sendable {
  /// A name for the report.
  public var name: String
  /// The days on which it begins.
  public var dates: [LocalDate]
  /// The multiple on the first day; nothing when it is estimated from the history.
  public var times: Double?
  /// Days in which what it adds falls to half; nothing when it lasts.
  public var halfLifeDays: Double?
  /// Makes a cause.
  public init(name: String, dates: [LocalDate], times: Double?, halfLifeDays: Double?) {
    (self.name, self.dates, self.times, self.halfLifeDays) = (name, dates, times, halfLifeDays)
  }
}

/// Keys of a dated cause that multiplies work.
let effectKeys = KeyTable(
  "an effect", noun: "effect",
  [
    .required("name", .text, "A name for the report."),
    .required("dates", .list(.date), "The days on which it begins."),
    .optional(
      "times", .number(.from(0, to: 100), example: "1.4"),
      "The multiple of the work on the first day; without it the history shows it."),
    .optional(
      "halfLife", .duration(.above(0, to: 3660 * 86_400), example: "14d"),
      "Time in which what it adds falls to half; without it the effect lasts."),
  ])

extension ReadingContext {
  /// Reads the effects on a queue's work.
  ///
  /// - Parameters:
  ///   - reader: The queue.
  ///   - drivers: Its drivers.
  /// - Returns: Nothing when one of them cannot be read.
  func effectSpecs(_ reader: ObjectReader, _ drivers: [DriverSpec]?) -> [EffectSpec]? {
    guard let place = reader.item("effects") else { return [] }
    if !hasCalendar {
      report(
        .missingPart, place, atKey: true, "effects have dates, and the spec has no calendar",
        "Add \"calendar\" to the spec, or change the rates")
    }
    let timed = drivers?.first { driver in
      switch driver.cause {
      case .contacts, .schedule: true
      default: false
      }
    }
    if let timed {
      report(
        .contradiction, place, atKey: true,
        "the driver \"\(timed.name)\" says when each item comes, so nothing can be multiplied",
        "Leave the effects out")
    }
    let isCaused =
      drivers?.allSatisfy { if case .queue = $0.cause { true } else { false } } ?? false
    if isCaused {
      report(
        .contradiction, place, atKey: true,
        "all of the work is caused by other queues, and follows their effects",
        "Write the effects into those queues")
    }
    guard let elements = reader.list("effects") else { return nil }
    var found: [EffectSpec] = []
    for element in elements {
      guard let inner = ObjectReader(element, effectKeys, self) else { return nil }
      let name = inner.text("name")
      let dates = inner.list("dates")?.map { date($0) }
      let times = inner.number("times")
      inner.note("halfLife", "none", "an effect lasts unless the spec says that it fades")
      let half = inner.duration("halfLife")
      let blind = drivers?.first { driver in
        switch driver.cause {
        case .members, .event, .rate, .expiries, .reset: true
        default: false
        }
      }
      if let blind, !inner.has("times") {
        report(
          .missingKey, element,
          "the driver \"\(blind.name)\" has no history that shows the effect's size",
          "Add \"times\": 1.4 to the effect, or put the driver into a queue of its own")
      }
      guard let name, let dates, !dates.contains(nil) else { return nil }
      found.append(
        EffectSpec(
          name: name, dates: dates.compactMap(\.self).sorted(), times: times,
          halfLifeDays: half.map { $0 / 86_400 }))
    }
    return found
  }
}
