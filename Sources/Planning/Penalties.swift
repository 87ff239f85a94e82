import Quantities
import Results
import Scenarios

/// What clients are owed for periods in which a promise to them was missed in the proof.
struct Penalties {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]

  /// One line for each month in which missed periods end whose penalties are not capped away.
  ///
  /// `goals` are those of the proof, in the order of the queues and their goals; empty without a proof.
  func lines(_ goals: [GoalProof]) -> [CostLine] {
    var found: [CostLine] = []
    let specs = queues.flatMap { queue in
      queue.goals.map { (queue.name, queue.client.isEmpty ? "clients" : queue.client, $0) }
    }
    guard specs.count == goals.count else { return [] }
    var owed: [Int: Cents] = [:]
    for ((queue, client, spec), goal) in zip(specs, goals) {
      // A promise that changes by date is several goals with one cap.
      if spec.from == nil { owed = [:] }
      guard let penalty = spec.penalty else { continue }
      let ends = Dictionary(
        Periods.of(spec.over, in: calendar).map { period in
          (period.name, calendar.days[calendar.dayOfInterval[period.intervals.upperBound - 1]].date)
        }, uniquingKeysWith: { first, _ in first })
      for period in goal.periods {
        let value = period.simulated.mean
        let isMissed = goal.greaterIsBetter ? value < goal.target : value > goal.target
        guard isMissed, let end = ends[period.period] else { continue }
        let year = end.parts.year
        let already = owed[year] ?? .zero
        let room = penalty.capPerYear.map { Cents(roundingDollars: $0) - already }
        let full = Cents(roundingDollars: penalty.fee * penalty.atRisk)
        let cents = room.map { min($0, full) } ?? full
        guard cents > .zero else { continue }
        owed[year] = already + cents
        let line = CostLine(
          month: end.monthText, pool: client, queue: queue, kind: "penalty", oneOff: false,
          cents: cents)
        if let place = found.firstIndex(where: { $0.month == line.month && $0.queue == queue }) {
          found[place].cents += cents
        } else {
          found.append(line)
        }
      }
    }
    return found
  }
}
