import Foundation
import Results
import Testing

/// Shift rules and costs beside pay in a run.
@Suite("caseload run with shifts and every kind of cost")
struct ShiftRunTests {
  private static let shifts =
    #"{"contracts": [{"name": "half day", "paidHours": 4, "within": "Mon-Fri 08:00-14:00"}, {"name": "block", "paidHours": 2, "block": true}]}"#

  @Test(
    "Shifts cover what the plan asks for, counted anew; what they cost beside pay is in every total"
  )
  func run() throws {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      at: Command.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/tiny.json"),
      to: scratch.url.appendingPathComponent("tiny.json"))
    let run = try Command.run(
      "run", "tiny.json", "--out", "out",
      "--set", "pools.assistants.shiftRules=\(Self.shifts)",
      "--set", #"pools.assistants.vendorManagement={"perMonth": 900, "shareOfPay": 0.05}"#,
      "--set", #"pools.assistants.quality={"share": 0.02, "time": "20m", "perHour": 30}"#,
      "--set", #"pools.assistants.seats={"perMonth": 50, "each": 700, "now": 0}"#,
      "--set",
      #"queues.help.goals=[{"measure": "serviceLevel", "within": "30s", "share": 0.8, "penalty": {"fee": 10000, "atRisk": 0.1, "capPerYear": 600}}]"#,
      in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let whole = try JSONDecoder().decode(
      PlanResult.self,
      from: Data(contentsOf: scratch.url.appendingPathComponent("out/result.json")))
    // The week's people, counted from the shifts in the table of the result.
    let planned = try #require(whole.alternatives.last)
    let pool = try #require(planned.plan.shifts?.first)
    #expect(pool.pool == "assistants" && pool.weeks.count == 4)
    for week in pool.weeks {
      let hours = week.shifts.reduce(0) { sum, shift in
        let days = shift.days.split(separator: " ").count
        #expect(shift.contract == "block" ? days == 1 : days == 5)
        return sum + shift.people * days * (shift.contract == "block" ? 2 : 4)
      }
      #expect(Double(hours) == week.scheduledHours)
      #expect(week.shortHours <= 0.02 * week.requiredHours + 0.5)
      #expect(week.scheduledHours * 0.9 >= week.requiredHours - week.shortHours - 1e-6)
      #expect(Double(week.people) <= week.available + 1)
    }
    let kinds = Set(planned.cost.lines.map(\.kind))
    #expect(kinds.isSuperset(of: ["vendorManagement", "vendorShare", "quality", "seats"]))
    #expect(planned.cost.lines.contains { $0.kind == "newSeats" && $0.isCapital })
    // One person cannot keep the goal: the month's penalty, at most its cap.
    let penalties = whole.alternatives[0].cost.lines.filter { $0.kind == "penalty" }
    #expect(penalties.map(\.cents.value) == [60_000])
    for alternative in whole.alternatives {
      #expect(
        alternative.cost.lines.reduce(0) { $0 + $1.cents.value } == alternative.costCents.value)
      for ledger in alternative.hours ?? [] {
        #expect(ledger.contradictions == 0, "\(ledger.pool)")
      }
    }
    #expect(whole.warnings.contains { $0.contains("compared over 28 days only") })
    let page = try String(
      contentsOf: scratch.url.appendingPathComponent("out/report.html"), encoding: .utf8)
    for words in [
      "People and hours on shifts", "Managing the vendor",
    ] {
      #expect(page.contains(words), "\(words)")
    }
  }
}
