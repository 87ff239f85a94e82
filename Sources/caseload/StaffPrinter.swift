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
    var attained: [Double?]
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
      attained = row.attained.map { $0.isFinite ? $0 : nil }
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
    var volume: Double
    var perSeconds: Double
    var handleTimeSeconds: Double
    var patienceSeconds: Double?
    var shrinkage: Double
    var offeredLoad: Double
    var goals: [GoalText]
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
        volume: volume, perSeconds: per, handleTimeSeconds: handleTime,
        patienceSeconds: patience, shrinkage: shrinkage, offeredLoad: answer.load.offeredLoad,
        goals: answer.goals.map(GoalText.init),
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
    guard volume > 0 else { return "0 contacts: nobody is needed." }
    var lines = [
      "\(plain(volume)) contacts in \(Seconds(per)) of \(Seconds(handleTime)) each, \(patienceText):"
        + " \(fixed(answer.load.offeredLoad)) erlangs (\(model)).",
      "Goal: " + goalSentences.joined(separator: "; ") + ".",
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

  private var goalSentences: [String] {
    answer.goals.enumerated().filter { answer.goals.firstIndex(of: $1) == $0 }
      .map { GoalText.sentence($1) }
  }

  private var headline: String {
    let people = answer.agents == 1 ? "1 agent" : "\(answer.agents) agents"
    let exact = "unrounded \(fixed(answer.fractionalAgents))"
    guard shrinkage > 0 else { return "\(people) (\(exact))." }
    return "\(people) on the phones (\(exact)); \(answer.scheduled) scheduled at"
      + " \(percent(shrinkage)) shrinkage (unrounded \(fixed(answer.scheduledExact)))."
  }

  /// Goals that no other column shows: service levels and deadlines.
  private var levelGoals: [Int] {
    answer.goals.indices.filter { place in
      switch answer.goals[place] {
      case .serviceLevel, .deadline: answer.goals.firstIndex(of: answer.goals[place]) == place
      default: false
      }
    }
  }

  private var table: [[String]] {
    var rows = [["", "agents", "scheduled"]]
    rows[0] += levelGoals.map { GoalText.heading(answer.goals[$0]) }
    rows[0] += ["answer time", "waits", "hang up", "occupancy", "goals"]
    for row in answer.rows {
      var cells = [row.isAnswer ? ">" : "", "\(row.agents)", "\(row.scheduled)"]
      if let queue = row.queue {
        cells += levelGoals.map { GoalText.value(row.attained[$0], for: answer.goals[$0]) }
        let answered = queue.speedOfAnswer
        cells += [
          answered.isFinite ? fixed(answered) + " s" : "never", percent(queue.pWait),
          percent(queue.pAbandon), percent(queue.occupancy),
        ]
      } else {
        cells += levelGoals.map { _ in "0.0 %" } + ["no end", "100.0 %", "0.0 %", "100.0 %"]
      }
      rows.append(cells + [row.meetsGoals ? "met" : "missed"])
    }
    if shrinkage == 0 { rows = rows.map { Array($0[...1] + $0[3...]) } }
    return rows
  }

  /// The elasticities of what the goals are about, in sentences' form.
  private var sensitivityLines: [String]? {
    guard let found = answer.sensitivity else { return nil }
    let hasLevel = answer.goals.contains { if case .serviceLevel = $0 { true } else { false } }
    let level = definition == .offered ? "service level" : "service level (\(definition.rawValue))"
    let shown =
      (hasLevel ? [(level, found.serviceLevel)] : [])
      + [("answer time", found.speedOfAnswer), ("occupancy", found.occupancy)]
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
