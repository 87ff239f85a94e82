import Foundation
import Planning
import Quantities
import Queueing

/// A day staffed by each method, for people and as JSON.
struct StaffDayPrinter {
  let answer: StaffDay
  let file: String
  let handleTime: Double?
  let patience: Double?
  let shrinkage: Double

  private struct Goal: Encodable {
    var goal: String
    var target: GoalText?
    var worstViolation: Double?
    var meanViolation: Double?
    var shareInViolation: Double
    var measure: [Double?]
  }

  private struct Method: Encodable {
    var method: String
    var certified: Bool
    var agentHours: Double
    var paidHours: Double
    var agents: [Int]
    var goals: [Goal]
  }

  private struct Interval: Encodable {
    var time: String
    var volume: Double
    var handleTimeSeconds: Double
  }

  private struct Document: Encodable {
    var intervalSeconds: Double
    var handleTimeSeconds: Double?
    var patienceSeconds: Double?
    var shrinkage: Double
    var columns: [String: String]
    var startsEmpty: Bool
    var intervals: [Interval]
    var methods: [Method]
    var best: String?
    var shifts: StaffShiftPrinter.Document?
  }

  func json() throws -> String {
    let volumes = answer.volumes
    return try jsonText(
      Document(
        intervalSeconds: answer.work.interval, handleTimeSeconds: handleTime,
        patienceSeconds: patience, shrinkage: shrinkage, columns: usedColumns,
        startsEmpty: answer.work.startsEmpty,
        intervals: volumes.volumes.indices.map {
          Interval(
            time: volumes.time(of: $0), volume: volumes.volumes[$0],
            handleTimeSeconds: handleTime ?? volumes.handleTimes?[$0] ?? 0)
        },
        methods: answer.staffings.map(method), best: answer.best?.method?.rawValue,
        shifts: shiftPrinter?.document))
  }

  private var usedColumns: [String: String] {
    var used: [String: String] = [:]
    used["time"] = answer.volumes.columns.time
    used["volume"] = answer.volumes.columns.value
    if handleTime == nil { used["handleTime"] = answer.volumes.columns.handleTime }
    return used
  }

  private func method(_ staffing: DayStaffing) -> Method {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    return Method(
      method: staffing.method?.rawValue ?? "", certified: staffing.isCertified,
      agentHours: staffing.agentTime / 3600, paidHours: paidHours(staffing),
      agents: staffing.agents,
      goals: staffing.goals.map { course in
        Goal(
          goal: sentence(course.goal), target: target(course.goal),
          worstViolation: finite(course.worstViolation),
          meanViolation: finite(course.meanViolation), shareInViolation: course.shareInViolation,
          measure: course.measure.map(finite))
      })
  }

  private func paidHours(_ staffing: DayStaffing) -> Double {
    staffing.agentTime / 3600 / (1 - shrinkage)
  }

  private func target(_ goal: DayGoal) -> GoalText? {
    guard case .interval(let goal) = goal else { return nil }
    return GoalText(goal)
  }

  private func sentence(_ goal: DayGoal) -> String {
    switch goal {
    case .delay(let most): "all busy with a chance of at most \(percent(most))"
    case .interval(let goal): GoalText.sentence(goal)
    }
  }

  func text() -> String {
    let volumes = answer.volumes
    let count = volumes.volumes.count
    let total = plain((volumes.volumes.reduce(0, +) * 10).rounded() / 10)
    let length: String
    if let handleTime {
      length = "\(Seconds(handleTime)) each"
    } else {
      let mean = Seconds(((volumes.meanHandleTime ?? 0) * 10).rounded() / 10)
      length = "handle times by interval, \(mean) on average"
    }
    let intervals = "\(count) interval\(count == 1 ? "" : "s") of \(Seconds(answer.work.interval))"
    let waiting = patience.map { "patience \(Seconds($0))" } ?? "endless patience"
    let columns = ["time", "volume", "handleTime"].compactMap { usedColumns[$0] }
    var lines: [String] = []
    lines.append(
      "\(file): \(total) contacts in \(intervals) from \(volumes.time(of: 0)), \(length), \(waiting)."
    )
    lines.append("Read from the columns \(columns.joined(separator: ", ")).")
    if handleTime != nil, let column = volumes.columns.handleTime {
      lines.append("The column \(column) is not used, because --handle-time is given.")
    }
    lines.append(
      answer.work.startsEmpty
        ? "The day begins with nobody waiting."
        : "The day goes round the clock and follows itself.")
    for (index, goal) in answer.goals.enumerated() {
      let name = answer.goals.count > 1 ? "Goal \(index + 1)" : "Goal"
      lines.append("\(name) in every interval: \(sentence(goal)).")
    }
    lines.append("")
    lines += TextTable(rows: methodTable).lines
    lines += ["", advice, ""]
    lines += TextTable(rows: intervalTable).lines
    if let shiftPrinter { lines += [""] + shiftPrinter.lines }
    lines += [
      "",
      "Each method's people were run through the exact equations of the day. When staff drops, a contact whose",
      "agent leaves returns to the head of the queue and counts once more, like an arrival of the new interval; a",
      "wait is judged as if the staff of its interval stayed. Handle time and patience are taken as exponential.",
    ]
    return lines.joined(separator: "\n")
  }

  private var shiftPrinter: StaffShiftPrinter? {
    answer.shifts.map {
      StaffShiftPrinter(shifts: $0, volumes: answer.volumes, asked: answer.staffings[0].agents)
    }
  }

  private var advice: String {
    guard let best = answer.best, let method = best.method else {
      return "No method keeps the goal in every interval; add people where the table shows a miss."
    }
    return "Least agent-hours that keep the goal in every interval: \(name(method))."
  }

  private var methodTable: [[String]] {
    var rows = [["method", "agent-hours", "paid hours", "certified"]]
    for index in answer.goals.indices {
      let prefix = answer.goals.count > 1 ? "\(index + 1): " : ""
      rows[0] += [prefix + "worst miss", "mean miss", "missed"]
    }
    for staffing in answer.staffings {
      guard let method = staffing.method else { continue }
      var row = [
        name(method), fixed(staffing.agentTime / 3600), fixed(paidHours(staffing)),
        staffing.isCertified ? "yes" : "no",
      ]
      for course in staffing.goals {
        row += [
          miss(course.worstViolation, course.goal), miss(course.meanViolation, course.goal),
          percent(course.shareInViolation),
        ]
      }
      rows.append(row)
    }
    if shrinkage == 0 { rows = rows.map { Array($0[...1] + $0[3...]) } }
    return rows
  }

  private func miss(_ value: Double, _ goal: DayGoal) -> String {
    if value == 0 { return "-" }
    guard value.isFinite else { return "no end" }
    if case .interval(.speedOfAnswer) = goal { return fixed(value) + " s" }
    return value < 5e-5 ? "under 0.01 points" : fixed(value * 100, 2) + " points"
  }

  private var intervalTable: [[String]] {
    let volumes = answer.volumes
    let best = answer.best ?? answer.staffings.last
    var rows = [["time", "contacts"] + answer.staffings.compactMap { $0.method.map(shortName) }]
    if let best, let method = best.method {
      rows[0] += best.goals.map { heading($0.goal) + " (\(shortName(method)))" }
    }
    for index in volumes.volumes.indices {
      var row = [volumes.time(of: index), plain((volumes.volumes[index] * 10).rounded() / 10)]
      row += answer.staffings.map { "\($0.agents[index])" }
      for course in best?.goals ?? [] {
        let value = course.measure[index]
        if case .interval(let goal) = course.goal {
          row.append(GoalText.value(value, for: goal))
        } else {
          row.append(percent(value))
        }
      }
      rows.append(row)
    }
    return rows
  }

  private func heading(_ goal: DayGoal) -> String {
    guard case .interval(let goal) = goal else { return "all busy" }
    return GoalText.heading(goal)
  }

  private func name(_ method: DayMethod) -> String {
    switch method {
    case .sipp: "SIPP, interval by interval"
    case .lagSIPP: "lag-SIPP, one handle time earlier"
    case .modifiedOfferedLoad: "MOL, modified offered load"
    case .iterative: "ISA, iterative"
    }
  }

  private func shortName(_ method: DayMethod) -> String {
    switch method {
    case .sipp: "SIPP"
    case .lagSIPP: "lag-SIPP"
    case .modifiedOfferedLoad: "MOL"
    case .iterative: "ISA"
    }
  }
}
