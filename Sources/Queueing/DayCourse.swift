import Foundation

/// The exact course of one day under given agents: in its periodic state, or from an empty start.
struct DayCourse {
  /// Moments at which each interval is looked at, after its start.
  static let probes = 8

  private let work: DayWork
  private let agents: [Int]
  private let goals: [DayGoal]
  /// Distributions at the probes, interval-major: the first state and the probabilities from there.
  private var moments: [(first: Int, values: [Double])] = []
  private var times: [Double] = []

  /// Follows the day; a `start` near its own distribution at midnight saves a periodic day a round.
  ///
  /// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when the queue does not settle into a period.
  init(
    work: DayWork, agents: [Int], goals: [DayGoal], start: [Double]? = nil
  ) throws(QueueingError) {
    self.work = work
    self.agents = agents
    self.goals = goals
    let mean = work.profile.meanRate(from: 0, to: work.interval * Double(work.intervals))
    let staffed = Double(agents.reduce(0, +)) / Double(work.intervals)
    let capacity =
      agents.indices.reduce(0.0) { $0 + Double(agents[$1]) * work.serviceRate(in: $1) }
      / Double(work.intervals)
    guard work.startsEmpty || work.abandonmentRate > 0 || mean < capacity || mean == 0 else {
      throw .unstable(offeredLoad: mean / capacity * staffed, servers: staffed)
    }
    // Begin near the periodic state: Poisson around the load of unlimited servers.
    let load = work.infiniteServerLoad(at: 0)
    var first = [1.0]
    if load > 0 && !work.startsEmpty {
      let count = Int(load + 12 * load.squareRoot()) + 12
      first = (0..<count).map { exp(Double($0) * log(load) - load - lgammaOf(Double($0) + 1)) }
    }
    var equations = try ForwardEquations(
      profile: work.profile, serviceRate: work.serviceRate,
      abandonmentRate: work.abandonmentRate, probabilities: start ?? first)
    let day = work.interval * Double(work.intervals)
    for round in 0..<60 {
      let offset = day * Double(round)
      for index in 0..<work.intervals {
        let begin = offset + work.interval * Double(index)
        equations.serviceRate = work.serviceRate(in: index)
        let change = record(
          equations, at: index * (Self.probes + 1), time: begin - offset, isFirst: round == 0)
        // Two courses under the same rates never move apart: the rest of the day is known already.
        if change < 1e-11 { return }
        for probe in 1...Self.probes {
          let end = begin + work.interval * Double(probe) / Double(Self.probes)
          equations.advance(to: end, agents: agents[index])
          record(
            equations, at: index * (Self.probes + 1) + probe, time: end - offset,
            isFirst: round == 0)
        }
      }
      if work.startsEmpty { return }
    }
  }

  /// The distribution at the end of the day.
  var end: [Double] {
    let last = moments[moments.count - 1]
    return Array(repeating: 0.0, count: last.first) + last.values
  }

  /// Keeps the distribution of a probe; returns how far it is from the day before, by the sum of differences.
  @discardableResult
  private mutating func record(
    _ equations: ForwardEquations, at place: Int, time: Double, isFirst: Bool
  ) -> Double {
    let support = equations.support
    let moment = (first: support.lowerBound, values: Array(equations.probabilities[support]))
    guard !isFirst else {
      moments.append(moment)
      times.append(time)
      return .infinity
    }
    let before = moments[place]
    moments[place] = moment
    var change = 0.0
    let low = min(before.first, moment.first)
    for state in low..<max(before.first + before.values.count, support.upperBound) {
      let old = state - before.first
      let new = state - moment.first
      change += abs(
        (before.values.indices.contains(old) ? before.values[old] : 0)
          - (moment.values.indices.contains(new) ? moment.values[new] : 0))
    }
    return change
  }

  /// A goal's measure of interval `index` if it had `people`, by the distributions as they are.
  private func measure(_ goal: DayGoal, _ index: Int, people: Int) -> Double {
    let base = index * (Self.probes + 1)
    var highest = 0
    for probe in 0...Self.probes {
      let moment = moments[base + probe]
      highest = max(highest, moment.first + moment.values.count)
    }
    let weights = DayGoalWeights(
      goal: goal, agents: people, serviceRate: work.serviceRate(in: index),
      abandonmentRate: work.abandonmentRate, count: highest)
    var worst = 0.0
    var above = 0.0
    var below = 0.0
    for probe in 0...Self.probes {
      let moment = moments[base + probe]
      var value = 0.0
      var counted = 0.0
      for (offset, probability) in moment.values.enumerated() {
        value += probability * weights.above[moment.first + offset]
        counted += probability * (weights.below?[moment.first + offset] ?? 1)
      }
      worst = max(worst, value)
      // Trapezoidal rule over the interval's time, or its arrivals.
      let inside =
        times[base + probe] + (probe == 0 ? 1e-9 : probe == Self.probes ? -1e-9 : 0) * work.interval
      let weight =
        (goal.isAboutTime ? 1 : work.profile.rate(at: inside))
        * (probe == 0 || probe == Self.probes ? 0.5 : 1)
      above += value * weight
      below += counted * weight
    }
    if !goal.isAboutTime {
      let back = handedBack(index, people: people, weights)
      above += back.above
      below += back.below
    }
    switch goal {
    case .delay: return min(1, worst)
    case .interval(.speedOfAnswer):
      // Nobody is answered: the wait has no end, unless nobody came.
      return below > 1e-300 ? above / below : hasContacts(index, people: people) ? .infinity : 0
    case .interval:
      return below > 1e-300
        ? min(1, above / below)
        : hasContacts(index, people: people) ? 0 : goal.valueWithoutArrivals
    }
  }

  /// Fewer handed-back contacts than this, in the mean, are nobody.
  private static let nobody = 0.05

  /// Contacts whose agent leaves as the interval begins count like arrivals, by their place in the queue.
  private func handedBack(
    _ index: Int, people: Int, _ weights: DayGoalWeights
  ) -> (above: Double, below: Double) {
    let before = index > 0 ? agents[index - 1] : work.startsEmpty ? 0 : agents[work.intervals - 1]
    guard before > people, contactsHandedBack(index, people: people) > Self.nobody else {
      return (0, 0)
    }
    // Sums over the places from `people` up to, but not including, each number of contacts.
    var above = [0.0]
    var below = [0.0]
    for place in people..<before {
      let value = weights.value(place)
      above.append(above[place - people] + value.above)
      below.append(below[place - people] + value.below)
    }
    // The arrivals of an interval weigh as many times as there are probes in it.
    let scale = Double(Self.probes) / work.interval
    let moment = moments[index * (Self.probes + 1)]
    var result = (above: 0.0, below: 0.0)
    for (offset, probability) in moment.values.enumerated() {
      let places = min(moment.first + offset, before) - people
      guard places > 0 else { continue }
      result.above += probability * above[places] * scale
      result.below += probability * below[places] * scale
    }
    return result
  }

  /// Mean number of contacts whose agent leaves as the interval begins with `people`.
  private func contactsHandedBack(_ index: Int, people: Int) -> Double {
    let before = index > 0 ? agents[index - 1] : work.startsEmpty ? 0 : agents[work.intervals - 1]
    let moment = moments[index * (Self.probes + 1)]
    var total = 0.0
    for (offset, probability) in moment.values.enumerated() {
      total += probability * Double(max(0, min(moment.first + offset, before) - people))
    }
    return total
  }

  /// Whether anyone comes or is handed back.
  private func hasContacts(_ index: Int, people: Int) -> Bool {
    let start = work.interval * Double(index)
    return work.profile.meanRate(from: start, to: start + work.interval) > 0
      || contactsHandedBack(index, people: people) > Self.nobody
  }

  /// The least agents by interval that meet the goals under the distributions as they are.
  func leastAgents() -> [Int] {
    (0..<work.intervals).map { index in
      // Without patience fewer people than erlangs are never enough, whatever has not piled up yet.
      let start = work.interval * Double(index)
      let load =
        work.profile.meanRate(from: start, to: start + work.interval) / work.serviceRate(in: index)
      let fewest = work.abandonmentRate > 0 || load == 0 ? 0 : Int(load) + 1
      let found = RequirementSearch.fewest(
        from: fewest, startingAt: max(fewest, agents[index]), slope: 1
      ) { people in
        goals.reduce(.infinity) { least, goal in
          min(least, goal.margin(measure(goal, index, people: people)))
        }
      }
      return found ?? agents[index]
    }
  }

  /// The certificate.
  func staffing(method: DayMethod?) -> DayStaffing {
    var busy: [Double] = []
    for index in 0..<work.intervals {
      for probe in 0..<Self.probes {
        let moment = moments[index * (Self.probes + 1) + probe]
        var value = 0.0
        for (offset, probability) in moment.values.enumerated()
        where moment.first + offset >= agents[index] { value += probability }
        busy.append(min(1, value))
      }
    }
    return DayStaffing(
      method: method, agents: agents,
      agentTime: Double(agents.reduce(0, +)) * work.interval,
      goals: goals.map { course($0, busy: busy) }, allBusy: busy)
  }

  private func course(_ goal: DayGoal, busy: [Double]) -> DayGoalCourse {
    let measures = (0..<work.intervals).map { measure(goal, $0, people: agents[$0]) }
    let violations = measures.map { goal.violation($0) }
    let moments: [Double]
    if case .delay = goal {
      moments = busy.map { goal.violation($0) }
    } else {
      moments = violations
    }
    return DayGoalCourse(
      goal: goal, measure: measures, violation: violations,
      shareInViolation: Double(moments.count { $0 > 0 }) / Double(max(1, moments.count)))
  }
}
