import Foundation
import Planning
import Quantities
import Results

/// What `caseload run` prints for people.
enum RunSummary {
  /// The few values by which a run without the JSON format is known.
  struct Headline: Encodable {
    var name: String
    var recommended: String?
    var alternatives: [String: Int]
  }

  static func headline(_ result: PlanResult) -> Headline {
    var costs: [String: Int] = [:]
    for alternative in result.alternatives {
      costs[alternative.name] = alternative.costCents.value
    }
    return Headline(name: result.name, recommended: result.recommended, alternatives: costs)
  }

  /// The answer in a few lines and where the report is.
  static func text(_ output: RunOutput, folder: String) -> String {
    let result = output.result
    var lines = [result.name, ""]
    let width = result.alternatives.map(\.name.count).max() ?? 0
    for alternative in result.alternatives {
      let name = alternative.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let status = alternative.certified ? "keeps every required goal" : miss(alternative)
      lines.append("  \(name)  \(dollars(alternative.costCents).leftPadded(14))  \(status)")
    }
    lines.append("")
    if let name = result.recommended,
      let best = result.alternatives.first(where: { $0.name == name })
    {
      lines.append("Cheapest that keeps every required goal: \(name).")
      if let hire = best.plan.pools.flatMap(\.hires).min(by: { $0.decideBy < $1.decideBy }) {
        lines.append("First decision to bring people in: by \(hire.decideBy).")
      }
    } else {
      lines.append("No alternative with a plan keeps every required goal.")
    }
    if result.demand.claims?.synthetic == true { lines.append("The claims are synthetic.") }
    for warning in result.warnings { lines.append("Note: \(warning)") }
    lines.append("")
    lines.append("Report: \(folder)/report.html")
    return lines.joined(separator: "\n")
  }

  /// Seconds with two decimals.
  static func seconds(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let part = hundredths % 100
    return "\(hundredths / 100).\(part < 10 ? "0" : "")\(part) s"
  }

  private static func miss(_ alternative: AlternativeResult) -> String {
    let failed = alternative.proof.goals.filter { $0.required && !$0.met }
    let first = failed.min {
      ($0.firstFailure ?? .distantFuture) < ($1.firstFailure ?? .distantFuture)
    }
    guard let first else { return "does not keep every required goal" }
    guard let date = first.firstFailure else { return "misses a goal of \(first.queue)" }
    return "misses a goal of \(first.queue), first in the week of \(date)"
  }

  private static func dollars(_ cents: Cents) -> String {
    let digits = Array(String(abs(cents.dollars.rounded())).split(separator: ".")[0])
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (cents.value < 0 ? "-$" : "$") + grouped
  }
}

extension String {
  fileprivate func leftPadded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

extension LocalDate {
  fileprivate static let distantFuture = LocalDate(daysSince1970: 1_000_000)
}
