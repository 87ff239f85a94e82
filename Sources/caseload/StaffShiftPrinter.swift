import Demand
import Planning
import Quantities
import Queueing
import Staffing

/// A day on shifts: those that cover what SIPP asks for beside the cheapest that keep every goal.
struct StaffShiftPrinter {
  let shifts: StaffDay.Shifts
  let volumes: DayVolumes
  /// Agents that SIPP asks for, by interval.
  let asked: [Int]

  struct Shift: Encodable {
    var contract: String
    var start: String
    var end: String
    var meal: String?
    var people: Int
  }

  struct Cover: Encodable {
    var certified: Bool
    var paidHours: Double
    var shifts: [Shift]
    var agents: [Int]
    /// What each goal measures, by goal and interval; nothing where it has no end.
    var measures: [[Double?]]
    var missedIntervals: [String]
  }

  struct Document: Encodable {
    var sippCover: Cover
    var cheapest: Cover?
    var extraPaidHours: Double?
    var boundPaidHours: Double
    var gap: Double?
    var judgements: Int
  }

  var document: Document {
    let best = shifts.search.best
    return Document(
      sippCover: cover(shifts.search.first, shifts.first),
      cheapest: best.flatMap { best in shifts.best.map { cover(best, $0) } },
      extraPaidHours: best.map { $0.paidHours - shifts.search.first.paidHours },
      boundPaidHours: shifts.search.boundHours, gap: gap, judgements: shifts.search.judgements)
  }

  /// The part of the cheapest cover's hours that may be saved at most.
  private var gap: Double? {
    shifts.search.best.flatMap { best in
      guard shifts.search.boundHours > 0 else { return best.paidHours > 0 ? nil : 0 }
      return max(0, 1 - shifts.search.boundHours / best.paidHours)
    }
  }

  private func cover(_ cover: DayCover, _ staffing: DayStaffing) -> Cover {
    Cover(
      certified: staffing.isCertified, paidHours: cover.paidHours,
      shifts: cover.shifts.map {
        Shift(
          contract: $0.contract, start: clock($0.startMinute), end: clock($0.endMinute),
          meal: $0.mealMinute.map(clock), people: $0.people)
      }, agents: cover.agents,
      measures: staffing.goals.map { $0.measure.map { $0.isFinite ? $0 : nil } },
      missedIntervals: missed(staffing).map(volumes.time))
  }

  private func missed(_ staffing: DayStaffing) -> [Int] {
    volumes.volumes.indices.filter { interval in
      staffing.goals.contains { $0.violation[interval] > 0 }
    }
  }

  var lines: [String] {
    let (first, best) = (shifts.search.first, shifts.search.best)
    let failed = missed(shifts.first).count
    var lines = [
      "On shifts, \(plain(first.paidHours)) paid hours cover what SIPP asks for"
        + (failed == 0
          ? ", and keep every goal."
          : "; the goal is missed in \(failed) of \(asked.count) intervals.")
    ]
    if let best {
      let extra = best.paidHours - first.paidHours
      lines.append(
        "The cheapest shifts found that keep every goal take \(plain(best.paidHours)) paid hours"
          + (extra == 0 ? ", no more" : ", \(plain(abs(extra))) \(extra > 0 ? "more" : "fewer")")
          + bound)
    } else {
      lines.append(
        "No shifts were found that keep every goal: allow more starts or shorter shifts.")
    }
    lines += [""] + TextTable(rows: shiftTable).lines + [""]
    return lines + TextTable(rows: intervalTable).lines
  }

  private var bound: String {
    guard let gap else { return "; the day is too large to search for fewer." }
    return gap < 1e-9
      ? "; none take fewer."
      : "; none take fewer than \(plain(shifts.search.boundHours)) (gap \(percent(gap)))."
  }

  private var shiftTable: [[String]] {
    var rows = [["shift", "from", "to", "meal at", "SIPP's cover", "cheapest that keeps it"]]
    var all = shifts.search.first.shifts
    for shift in shifts.search.best?.shifts ?? [] where !all.contains(where: { same($0, shift) }) {
      all.append(shift)
    }
    for shift in all.sorted(by: { order($0) < order($1) }) {
      func people(_ cover: DayCover?) -> String {
        "\(cover?.shifts.first { same($0, shift) }?.people ?? 0)"
      }
      rows.append([
        shift.contract, clock(shift.startMinute), clock(shift.endMinute),
        shift.mealMinute.map(clock) ?? "", people(shifts.search.first),
        people(shifts.search.best),
      ])
    }
    return rows
  }

  private func order(_ shift: ShiftCount) -> (Int, Int, Int, String) {
    (shift.startMinute, shift.endMinute, shift.mealMinute ?? 0, shift.contract)
  }

  private func same(_ left: ShiftCount, _ right: ShiftCount) -> Bool { order(left) == order(right) }

  private var intervalTable: [[String]] {
    var rows = [
      ["time", "SIPP asks", "its cover has", "which gives", "cheapest has", "which gives"]
    ]
    for interval in volumes.volumes.indices {
      rows.append([
        volumes.time(of: interval), "\(asked[interval])", "\(shifts.search.first.agents[interval])",
        given(shifts.first, interval),
        shifts.search.best.map { "\($0.agents[interval])" } ?? "",
        shifts.best.map { given($0, interval) } ?? "",
      ])
    }
    return rows
  }

  /// What each goal comes to in an interval, with a mark where it is missed.
  private func given(_ staffing: DayStaffing, _ interval: Int) -> String {
    staffing.goals.map { course in
      let value = course.measure[interval]
      let text =
        if case .interval(let goal) = course.goal { GoalText.value(value, for: goal) } else {
          percent(value)
        }
      return text + (course.violation[interval] > 0 ? " missed" : "")
    }.joined(separator: ", ")
  }

  private func clock(_ minute: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return two(minute / 60 % 24) + ":" + two(minute % 60)
  }
}
