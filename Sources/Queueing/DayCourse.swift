import Foundation

/// The exact course of one day in its periodic state under given agents.
struct DayCourse {
  /// Moments at which each interval is looked at, after its start.
  static let probes = 8

  private let work: DayWork
  private let agents: [Int]
  private let goal: DayGoal
  /// Distributions at the probes, interval-major: the first state and the probabilities from there.
  private var moments: [(first: Int, values: [Double])] = []
  private var times: [Double] = []

  /// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when the queue does not settle into a period.
  init(work: DayWork, agents: [Int], goal: DayGoal) throws(QueueingError) {
    self.work = work
    self.agents = agents
    self.goal = goal
    let mean = work.profile.meanRate(from: 0, to: work.interval * Double(work.intervals))
    let staffed = Double(agents.reduce(0, +)) / Double(work.intervals)
    guard work.abandonmentRate > 0 || mean < staffed * work.serviceRate else {
      throw .unstable(offeredLoad: mean / work.serviceRate, servers: staffed)
    }
    // Begin near the periodic state: Poisson around the load of unlimited servers.
    let load = work.profile.infiniteServerLoad(at: 0, serviceRate: work.serviceRate)
    var start = [1.0]
    if load > 0 {
      let count = Int(load + 12 * load.squareRoot()) + 12
      start = (0..<count).map { exp(Double($0) * log(load) - load - lgammaOf(Double($0) + 1)) }
    }
    var equations = try ForwardEquations(
      profile: work.profile, serviceRate: work.serviceRate,
      abandonmentRate: work.abandonmentRate, probabilities: start, tolerance: 1e-11)
    let day = work.interval * Double(work.intervals)
    var previous = start
    var lastChange = Double.infinity
    for round in 0..<60 {
      moments.removeAll(keepingCapacity: true)
      times.removeAll(keepingCapacity: true)
      let offset = day * Double(round)
      for index in 0..<work.intervals {
        let begin = offset + work.interval * Double(index)
        record(equations, time: begin - offset)
        for probe in 1...Self.probes {
          let end = begin + work.interval * Double(probe) / Double(Self.probes)
          equations.advance(to: end, agents: agents[index])
          record(equations, time: end - offset)
        }
      }
      let last = moments[moments.count - 1]
      let now = Array(repeating: 0.0, count: last.first) + last.values
      var change = 0.0
      for state in 0..<max(now.count, previous.count) {
        let before = state < previous.count ? previous[state] : 0
        change += abs((state < now.count ? now[state] : 0) - before)
      }
      previous = now
      // The distance from the periodic state shrinks by about the same factor each day.
      let factor = lastChange < .infinity ? change / lastChange : 1
      lastChange = change
      if change < 1e-9 || (factor < 0.9 && change * factor / (1 - factor) < 1e-10) { return }
    }
  }

  private mutating func record(_ equations: ForwardEquations, time: Double) {
    let support = equations.support
    moments.append((support.lowerBound, Array(equations.probabilities[support])))
    times.append(time)
  }

  /// The goal's measure of interval `index` if it had `people`, by the distributions as they are.
  private func measure(_ index: Int, people: Int) -> Double {
    let base = index * (Self.probes + 1)
    var highest = 0
    for probe in 0...Self.probes {
      let moment = moments[base + probe]
      highest = max(highest, moment.first + moment.values.count)
    }
    let weights = goal.weights(
      agents: people, serviceRate: work.serviceRate, abandonmentRate: work.abandonmentRate,
      count: highest)
    var worst = 0.0
    var sum = 0.0
    var arrivals = 0.0
    for probe in 0...Self.probes {
      let moment = moments[base + probe]
      var value = 0.0
      for (offset, probability) in moment.values.enumerated() {
        value += probability * weights[moment.first + offset]
      }
      worst = max(worst, value)
      // Trapezoidal rule over the arrivals of the interval.
      let inside =
        times[base + probe] + (probe == 0 ? 1e-9 : probe == Self.probes ? -1e-9 : 0) * work.interval
      let weight =
        work.profile.rate(at: inside) * (probe == 0 || probe == Self.probes ? 0.5 : 1)
      sum += value * weight
      arrivals += weight
    }
    if case .delay = goal { return min(1, worst) }
    if arrivals > 0 { return min(1, sum / arrivals) }
    if case .serviceLevel = goal { return 1 }
    return 0
  }

  /// The least agents by interval that meet the goal under the distributions as they are.
  func leastAgents() -> [Int] {
    (0..<work.intervals).map { index in
      let found = RequirementSearch.fewest(
        from: 0, startingAt: agents[index], slope: 1
      ) { people in
        let value = measure(index, people: people)
        let missing = goal.violation(value)
        if missing > 0 { return -missing }
        switch goal {
        case .delay(let most), .abandonment(let most): return most - value
        case .serviceLevel(_, let share): return value - share
        }
      }
      return found ?? agents[index]
    }
  }

  /// The certificate.
  func staffing(method: DayMethod?) -> DayStaffing {
    let measures = (0..<work.intervals).map { measure($0, people: agents[$0]) }
    let violations = measures.map { goal.violation($0) }
    var busy: [Double] = []
    var above = 0.0
    for index in 0..<work.intervals {
      for probe in 0..<Self.probes {
        let moment = moments[index * (Self.probes + 1) + probe]
        var value = 0.0
        for (offset, probability) in moment.values.enumerated()
        where moment.first + offset >= agents[index] { value += probability }
        busy.append(min(1, value))
        if goal.violation(value) > 0 { above += 1 }
      }
    }
    let share: Double
    if case .delay = goal {
      share = above / Double(busy.count)
    } else {
      share = Double(violations.count { $0 > 0 }) / Double(violations.count)
    }
    return DayStaffing(
      method: method, agents: agents,
      agentTime: Double(agents.reduce(0, +)) * work.interval, measure: measures,
      worstViolation: violations.max() ?? 0,
      meanViolation: violations.reduce(0, +) / Double(max(1, violations.count)),
      shareInViolation: share, allBusy: busy)
  }
}
