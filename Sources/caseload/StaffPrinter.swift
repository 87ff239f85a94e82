import Foundation
import Quantities
import Queueing

/// The answer to a planner's one-line question, for people and as JSON.
struct StaffPrinter {
  let answer: StaffAnswer
  let volume: Double
  let per: Double
  let handleTime: Double
  let patience: Double?
  let shrinkage: Double
  let definition: ServiceLevelDefinition

  private struct Row: Encodable {
    var agents: Int
    var scheduled: Int
    var meetsGoals: Bool
    var isAnswer: Bool
    var serviceLevelOffered: Double?
    var serviceLevelAnswered: Double?
    var serviceLevelVirtual: Double?
    var serviceLevelExcludingShortAbandons: Double?
    var serviceLevelWithinThreshold: Double?
    var pWait: Double?
    var abandonment: Double?
    var waitMean: Double?
    var speedOfAnswer: Double?
    var queueLength: Double?
    var occupancy: Double?

    init(_ row: StaffAnswer.Row) {
      agents = row.agents
      scheduled = row.scheduled
      meetsGoals = row.meetsGoals
      isAnswer = row.isAnswer
      serviceLevelOffered = row.queue?.serviceLevelOffered
      serviceLevelAnswered = row.queue?.serviceLevelAnswered
      serviceLevelVirtual = row.queue?.serviceLevelVirtual
      serviceLevelExcludingShortAbandons = row.queue?.serviceLevelExcludingShortAbandons
      serviceLevelWithinThreshold = row.queue?.serviceLevelWithinThreshold
      pWait = row.queue?.pWait
      abandonment = row.queue?.pAbandon
      waitMean = row.queue?.waitMeanAll
      speedOfAnswer = row.queue.flatMap { $0.speedOfAnswer.isFinite ? $0.speedOfAnswer : nil }
      queueLength = row.queue?.queueLength
      occupancy = row.queue?.occupancy
    }
  }

  private struct Document: Encodable {
    var offeredLoad: Double
    var goals: [String]
    var agents: Int
    var fractionalAgents: Double
    var scheduled: Int
    var scheduledExact: Double
    var model: String
    var rows: [Row]
    var elasticities: [String: [String: Double]]?
  }

  private var model: String { patience == nil ? "Erlang C" : "Erlang A" }

  func json() throws -> String {
    try jsonText(
      Document(
        offeredLoad: answer.load.offeredLoad, goals: answer.goals.map(GoalText.sentence),
        agents: answer.agents, fractionalAgents: answer.fractionalAgents,
        scheduled: answer.scheduled, scheduledExact: answer.scheduledExact, model: model,
        rows: answer.rows.map(Row.init), elasticities: elasticities))
  }

  private var elasticities: [String: [String: Double]]? {
    guard let found = answer.sensitivity else { return nil }
    var table: [String: [String: Double]] = [:]
    for (name, item) in Self.measures(found) {
      let values = [
        "arrivalRate": item.arrivalRate, "handleTime": item.handleTime, "patience": item.patience,
        "agents": item.agents,
      ].filter { $0.value.isFinite }
      if values.count == 4 { table[name] = values }
    }
    return table
  }

  private static func measures(
    _ found: Sensitivity
  ) -> [(name: String, elasticities: Sensitivity.Elasticities)] {
    [
      ("serviceLevel", found.serviceLevel), ("speedOfAnswer", found.speedOfAnswer),
      ("pWait", found.pWait), ("abandonment", found.pAbandon), ("occupancy", found.occupancy),
      ("waitMean", found.waitMeanAll), ("queueLength", found.queueLength),
    ]
  }

  func text() -> String {
    let patienceText = patience.map { "patience \(Seconds($0))" } ?? "endless patience"
    var lines = [
      "\(plain(volume)) contacts in \(Seconds(per)) of \(Seconds(handleTime)) each, \(patienceText):"
        + " \(fixed(answer.load.offeredLoad)) erlangs (\(model)).",
      "Goal: " + answer.goals.map(GoalText.sentence).joined(separator: "; ") + ".",
      "",
      headline,
      "",
    ]
    lines += TextTable(rows: table).lines
    if answer.rows.contains(where: { $0.queue == nil }) {
      lines.append("Without patience a queue with no more agents than erlangs grows for ever.")
    }
    if let sensitivity = sensitivityLines { lines += [""] + sensitivity }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let people = answer.agents == 1 ? "1 agent" : "\(answer.agents) agents"
    let exact = "unrounded \(fixed(answer.fractionalAgents))"
    guard shrinkage > 0 else { return "\(people) (\(exact))." }
    return "\(people) on the phones (\(exact)); \(answer.scheduled) scheduled at"
      + " \(percent(shrinkage)) shrinkage (unrounded \(fixed(answer.scheduledExact)))."
  }

  private var table: [[String]] {
    let level = definition == .offered ? "service level" : "service level (\(definition.rawValue))"
    var rows = [
      ["", "agents", "scheduled", level, "answer time", "wait", "hang up", "occupancy", "goals"]
    ]
    for row in answer.rows {
      var cells = [row.isAnswer ? ">" : "", "\(row.agents)", "\(row.scheduled)"]
      if let queue = row.queue {
        let answered = queue.speedOfAnswer
        cells += [
          percent(queue.serviceLevel(definition)),
          answered.isFinite ? fixed(answered) + " s" : "never", percent(queue.pWait),
          percent(queue.pAbandon), percent(queue.occupancy),
        ]
      } else {
        cells += ["0.0 %", "no end", "100.0 %", "0.0 %", "100.0 %"]
      }
      rows.append(cells + [row.meetsGoals ? "met" : "missed"])
    }
    if shrinkage == 0 { rows = rows.map { Array($0[...1] + $0[3...]) } }
    return rows
  }

  /// The elasticities of what the goals are about, in sentences' form.
  private var sensitivityLines: [String]? {
    guard let found = answer.sensitivity else { return nil }
    let shown = [
      ("service level", found.serviceLevel), ("answer time", found.speedOfAnswer),
      ("occupancy", found.occupancy),
    ]
    var rows = [["1 % more of", "contacts", "handle time", "patience", "agents"]]
    for (name, item) in shown {
      let values = [item.arrivalRate, item.handleTime, item.patience, item.agents]
      guard values.allSatisfy(\.isFinite) else { continue }
      rows.append([name] + values.map { ($0 >= 0 ? "+" : "") + fixed($0, 2) + " %" })
    }
    guard rows.count > 1 else { return nil }
    return ["What moves the result at \(answer.agents) agents (relative change):"]
      + TextTable(rows: rows).lines
  }
}

/// Goals in words, with times in seconds.
enum GoalText {
  static func sentence(_ goal: ServiceGoal) -> String {
    switch goal {
    case .serviceLevel(let definition, let within, let share):
      let what =
        switch definition {
        case .offered: "of all served within"
        case .answered: "of the served within"
        case .virtual: "with an offered wait of at most"
        case .excludingShortAbandons: "served, short abandons left out, within"
        case .withinThreshold: "served or gone within"
        }
      return "\(percent(share)) \(what) \(Seconds(within))"
    case .speedOfAnswer(let most): return "mean answer time at most \(Seconds(most))"
    case .abandonment(let most): return "at most \(percent(most)) hang up"
    case .occupancy(let most): return "occupancy at most \(percent(most))"
    case .deadline(let within, let share):
      return "\(percent(share)) finished within \(Seconds(within))"
    }
  }
}

/// Aligned columns; the first is flush left, the others right.
struct TextTable {
  let rows: [[String]]

  var lines: [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += (column > 0 ? "  " : "") + (column == 0 ? cell + blanks : blanks + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

/// A share with one decimal.
func percent(_ share: Double) -> String { fixed(share * 100) + " %" }

/// A number with a fixed number of decimals.
func fixed(_ value: Double, _ decimals: Int = 1) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A number without needless decimals.
func plain(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
