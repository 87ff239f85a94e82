/// The greedy search of ``PeriodRequirement``.
struct PeriodAscent {
  private let intervals: [PeriodRequirement.Interval]
  private let goals: [ServiceGoal]
  private(set) var agents: [Int]
  private let floor: [Int]
  /// By interval and goal, interval-major.
  private var tallies: [PeriodTally]
  /// Σ surplus by goal.
  private var surplus: [Double]
  /// What one unit of surplus counts for, by goal: one over the deficit at the floor.
  private var value: [Double]

  init(intervals: [PeriodRequirement.Interval], goals: [ServiceGoal], start: [Int]) {
    self.intervals = intervals
    self.goals = goals
    // With endless patience a queue needs more agents than erlangs to be judged at all.
    agents = zip(intervals, start).map { interval, people in
      interval.load.abandonmentRate > 0 || interval.load.arrivalRate == 0
        ? people : max(people, Int(interval.load.offeredLoad.rounded(.down)) + 1)
    }
    floor = agents
    tallies = []
    surplus = Array(repeating: 0, count: goals.count)
    for (index, interval) in intervals.enumerated() {
      for goal in goals {
        tallies.append(PeriodTally(goal, interval: interval, agents: agents[index]))
      }
    }
    value = Array(repeating: 0, count: goals.count)
    recount()
    for (index, deficit) in surplus.enumerated() where deficit < 0 { value[index] = -1 / deficit }
  }

  /// What each goal comes to over the period.
  var attained: [Double] {
    goals.indices.map { goal in
      var numerator = 0.0
      var denominator = 0.0
      for index in intervals.indices {
        let tally = tallies[index * goals.count + goal]
        numerator += tally.numerator
        denominator += tally.denominator
      }
      if denominator > 0 { return numerator / denominator }
      if case .serviceLevel = goals[goal] { return 1 }
      return 0
    }
  }

  /// Σ surplus anew, so that rounding does not pile up over thousands of steps.
  private mutating func recount() {
    for goal in goals.indices {
      var total = 0.0
      for index in intervals.indices {
        total += tallies[index * goals.count + goal].surplus(goals[goal])
      }
      surplus[goal] = total
    }
  }

  /// One step of the ascent: `people` more in one interval.
  private struct Step {
    var gain: Double
    var interval: Int
    var people: Int

    /// Larger gains first, earlier intervals first among equals.
    func isBefore(_ other: Step) -> Bool {
      gain != other.gain ? gain > other.gain : interval < other.interval
    }
  }

  /// Adds people until every goal is met.
  mutating func climb() {
    while surplus.contains(where: { $0 < 0 }) {
      let unmet = goals.indices.filter { surplus[$0] < 0 }
      var heap = BinaryHeap<Step>(precedes: { $0.isBefore($1) })
      for index in intervals.indices {
        if let step = bestStep(index, unmet: unmet) { heap.push(step) }
      }
      while let step = heap.pop() {
        apply(step.interval, people: agents[step.interval] + step.people)
        if unmet.contains(where: { surplus[$0] >= 0 }) {
          recount()
          if unmet.contains(where: { surplus[$0] >= 0 }) { break }
        }
        if let next = bestStep(step.interval, unmet: unmet) { heap.push(next) }
      }
      if heap.isEmpty && !unmet.contains(where: { surplus[$0] >= 0 }) { break }
    }
    recount()
  }

  /// The step up from the present number with the largest gain per person-time; several people at once where
  /// the first alone would hardly help (the lower bend of the S).
  private func bestStep(_ index: Int, unmet: [Int]) -> Step? {
    let interval = intervals[index]
    guard interval.load.arrivalRate > 0 else { return nil }
    let reach = 2 + Int(interval.load.offeredLoad.squareRoot() / 2)
    var best: Step?
    var people = 1
    while people <= reach {
      var gain = 0.0
      for goal in unmet {
        let tally = PeriodTally(
          goals[goal], interval: interval, agents: agents[index] + people)
        let before = tallies[index * goals.count + goal].surplus(goals[goal])
        gain += (tally.surplus(goals[goal]) - before) * value[goal]
      }
      let rate = gain / (Double(people) * interval.weight)
      guard rate > (best?.gain ?? 0) else { break }
      best = Step(gain: rate, interval: index, people: people)
      people += 1
    }
    return best
  }

  private mutating func apply(_ index: Int, people: Int) {
    agents[index] = people
    for goal in goals.indices {
      let position = index * goals.count + goal
      let tally = PeriodTally(goals[goal], interval: intervals[index], agents: people)
      surplus[goal] += tally.surplus(goals[goal]) - tallies[position].surplus(goals[goal])
      tallies[position] = tally
    }
  }

  /// Takes away, one by one and cheapest loss first, the people without whom every goal is still met.
  mutating func trim() {
    var heap = BinaryHeap<Step>(precedes: { $0.isBefore($1) })
    for index in intervals.indices {
      if let step = cheapestRemoval(index) { heap.push(step) }
    }
    while let step = heap.pop() {
      let people = agents[step.interval]
      apply(step.interval, people: people - 1)
      if surplus.contains(where: { $0 < 0 }) {
        apply(step.interval, people: people)
      } else if let next = cheapestRemoval(step.interval) {
        heap.push(next)
      }
    }
    recount()
    // Rounding in the running sums may have let one go too many.
    if surplus.contains(where: { $0 < 0 }) { climb() }
  }

  private func cheapestRemoval(_ index: Int) -> Step? {
    guard agents[index] > floor[index] else { return nil }
    var loss = 0.0
    for goal in goals.indices {
      let tally = PeriodTally(goals[goal], interval: intervals[index], agents: agents[index] - 1)
      let before = tallies[index * goals.count + goal].surplus(goals[goal])
      loss += max(0, before - tally.surplus(goals[goal])) * max(value[goal], 0)
    }
    return Step(gain: -loss / intervals[index].weight, interval: index, people: -1)
  }
}
