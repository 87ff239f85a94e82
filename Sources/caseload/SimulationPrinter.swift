import Foundation
import Planning

/// How the answer of a simulation is printed.
enum SimulationPrinter {
  private typealias Measure = SimulationAnswer.Measure

  /// One JSON document; only the timings differ from run to run.
  static func document(_ answer: SimulationAnswer) -> String {
    """
    {
      "queues": \(entries(answer.queues)),
      "pools": \(entries(answer.pools)),
    \(further(answer))\
      "customersPerSecond": \(answer.customersPerSecond),
      "eventsPerSecond": \(answer.eventsPerSecond),
      "cpuSeconds": \(answer.cpuSeconds)
    }
    """
  }

  /// Differences and periods, where they were asked for.
  private static func further(_ answer: SimulationAnswer) -> String {
    var text = ""
    if !answer.differences.isEmpty {
      text += "  \"differences\": \(entries(answer.differences)),\n"
    }
    if let kind = answer.periodKind {
      let rows = answer.periods.map { row in
        "    { \"start\": \(quoted(row.start)), \"queues\": \(flat(row.queues)), "
          + "\"pools\": \(flat(row.pools)) }"
      }
      text +=
        "  \"periods\": { \"by\": \(quoted(kind)), \"rows\": [\n"
        + rows.joined(separator: ",\n") + "\n  ] },\n"
    }
    return text
  }

  /// Entries on one line.
  private static func flat(_ entries: [SimulationAnswer.Entry]) -> String {
    let parts = entries.map { entry in
      let measures = entry.measures.map { "\(quoted($0.name)): \(object($0))" }
      return "\(quoted(entry.name)): { " + measures.joined(separator: ", ") + " }"
    }
    return "{ " + parts.joined(separator: ", ") + " }"
  }

  private static func entries(_ entries: [SimulationAnswer.Entry]) -> String {
    let blocks = entries.map { entry in
      let lines = entry.measures.filter(\.isInDocument).map { measure in
        "      \(quoted(measure.name)): \(object(measure))"
      }
      return "    \(quoted(entry.name)): {\n" + lines.joined(separator: ",\n") + "\n    }"
    }
    return "{\n" + blocks.joined(separator: ",\n") + "\n  }"
  }

  private static func object(_ measure: Measure) -> String {
    var parts = [
      "\"mean\": \(number(measure.mean))", "\"halfWidth\": \(number(measure.halfWidth))",
    ]
    if let controlled = measure.controlled {
      parts.append(
        "\"controlled\": { \"mean\": \(controlled.mean), \"halfWidth\": \(controlled.halfWidth) }")
    }
    if !measure.classes.isEmpty {
      let classes = measure.classes.map { "\(quoted($0.name)): \(object($0))" }
      parts.append("\"byClass\": { " + classes.joined(separator: ", ") + " }")
    }
    return "{ " + parts.joined(separator: ", ") + " }"
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "null" }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// A table for people.
  static func text(_ answer: SimulationAnswer) -> String {
    var lines = [answer.name]
    lines += answer.description.map { "  " + $0 }
    for (title, entries) in [("queue", answer.queues), ("pool", answer.pools)] {
      for entry in entries {
        lines += ["", "\(title) \(entry.name) (\(entry.kind))"]
        lines += rows(entry)
      }
    }
    for entry in answer.differences {
      lines += ["", "queue \(entry.name), how much more in the other spec, under the same luck"]
      // The difference of two shares is in points.
      lines += rows(entry).map { $0.replacingOccurrences(of: " %", with: " points") }
    }
    if let kind = answer.periodKind { lines += SimulationPeriodTable.lines(kind, answer.periods) }
    let rate = grouped(answer.customersPerSecond, decimals: 0)
    lines += [
      "",
      "\(grouped(Double(answer.contacts), decimals: 0)) contacts, "
        + "\(grouped(Double(answer.events), decimals: 0)) events, \(rate) contacts for each CPU second",
    ]
    return lines.joined(separator: "\n")
  }

  private static func rows(_ entry: SimulationAnswer.Entry) -> [String] {
    let measures = entry.measures.flatMap { [$0] + $0.classes }
    let width = measures.map(\.title.count).max() ?? 0
    return measures.map { measure in
      let title = measure.title.padding(toLength: width, withPad: " ", startingAt: 0)
      guard let mean = measure.mean else { return "  \(title)  \(left("–", 14))" }
      let value = left(shown(mean, measure.unit, like: mean), 14)
      guard let half = measure.halfWidth else { return "  \(title)  \(value)" }
      return "  \(title)  \(value) ± \(shown(half, measure.unit, like: mean))"
    }
  }

  /// A value with as many decimals as the mean that it belongs to has.
  static func shown(
    _ value: Double, _ unit: SimulationAnswer.Unit, like mean: Double
  ) -> String {
    switch unit {
    case .share: grouped(value * 100, decimals: 3) + " %"
    case .seconds where mean >= 7200: grouped(value / 3600, decimals: 2) + " h"
    case .seconds: grouped(value, decimals: mean < 10 ? 4 : 2) + " s"
    case .hours: grouped(value, decimals: 1) + " h"
    case .count: grouped(value, decimals: 1)
    }
  }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// A number with a fixed count of decimals and commas at the thousands.
  static func grouped(_ value: Double, decimals: Int) -> String {
    let scale = pow(10, Double(decimals))
    guard value.isFinite, abs(value) * scale < 9e15 else { return "\(value)" }
    let whole = Int64((abs(value) * scale).rounded())
    let size = Int64(scale)
    var digits = Array("\(whole / size)")
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    var text = String(digits)
    if decimals > 0 {
      let rest = "\(whole % size)"
      text += "." + String(repeating: "0", count: decimals - rest.count) + rest
    }
    return (value < 0 && whole > 0 ? "-" : "") + text
  }
}
