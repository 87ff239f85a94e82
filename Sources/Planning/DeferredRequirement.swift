import Quantities
import Queueing
import Results
import Scenarios

/// People needed at each step of a deferred queue (cases, outbound) by interval.
struct DeferredRequirement {
  let calendar: IntervalCalendar
  let queue: QueueSpec
  let mask: [Bool]
  private let flow: StepFlow

  init(calendar: IntervalCalendar, queue: QueueSpec, mask: [Bool]) {
    (self.calendar, self.queue, self.mask) = (calendar, queue, mask)
    flow = StepFlow(queue)
  }

  /// What a queue without a deadline is staffed for: everything within a week, nine times in ten.
  static let usual = (within: 604_800.0, probability: 0.9)

  /// The requirement of each step for given items by interval; people are constant within a week.
  func requirements(items: [Double]) throws -> [WorkUnitRequirement] {
    let groups = (0..<calendar.intervalCount).map {
      calendar.days[calendar.dayOfInterval[$0]].week
    }
    return try queue.steps.indices.map { place in
      let step = queue.steps[place]
      let items = arrivals(items, step: place)
      let work = work(step, items: items)
      let longest = work.classes.reduce(0) { max($0, $1.within) }
      // Windows more than a day beyond the longest deadline never decide: a week's level people
      // hold their mean, and the spread of longer windows is small beside it.
      let found = try DeadlineRequirement(
        work: work, planningProbability: planningProbability, groups: groups,
        longestWindow: longest + 86_400)
      let agents = found.wholePeople
      return WorkUnitRequirement(
        queue: queue.name, step: step.name, method: method, items: items, agents: agents,
        hours: Double(agents.reduce(0, +)) * calendar.intervalHours, strictHours: nil,
        handleTimeSeconds: SimulationInputs.moments(queue, step).mean, example: nil)
    }
  }

  /// The items that reach a step, of items that come to the queue.
  func arrivals(_ items: [Double], step: Int) -> [Double] {
    flow.arrivals(items, step: step, intervalSeconds: calendar.intervalSeconds)
  }

  /// Judges whether people at a step keep the deadlines, for many streams of items.
  func judge(step: StepSpec, agents: [Int]) throws -> DeadlineJudge {
    let none = Array(repeating: 0.0, count: calendar.intervalCount)
    return try DeadlineJudge(work: work(step, items: none), people: agents.map(Double.init))
  }

  /// Whether shares of the classes in time are enough.
  func areKept(_ shares: [Double]) -> Bool {
    shares.allSatisfy { $0 >= planningProbability - 1e-9 }
  }

  private var deadline:
    (classes: [GoalSpec.DeadlineClass], clock: GoalSpec.Clock, met: Double, probability: Double)?
  {
    for goal in queue.goals {
      if case .deadline(let classes, let clock, let met, let probability) = goal.measure {
        return (classes, clock, met, probability)
      }
    }
    return nil
  }

  private var planningProbability: Double {
    let asked = deadline?.probability ?? DeferredRequirement.usual.probability
    return min(max(asked, 0.5), 0.999_999)
  }

  private var method: String {
    guard deadline != nil else { return "work done within a week (no deadline given)" }
    return "earliest deadline first, level within each week, "
      + "in time with probability \(planningProbability)"
  }

  /// The work of one step.
  ///
  /// What the waits outside leave of the time allowed is shared out: half of the allowed misses are theirs.
  /// Each step gets an equal part, but long enough to bridge the longest time that
  /// the queue is closed within a week, as far as the whole time allows.
  private func work(_ step: StepSpec, items: [Double]) -> DeadlineWork {
    let moments = SimulationInputs.moments(queue, step)
    let classes =
      deadline?.classes ?? [.init(share: 1, within: DeferredRequirement.usual.within)]
    let clock = deadline?.clock ?? .calendar
    let parts = Double(queue.steps.count)
    let gap = clock == .calendar ? longestClosure + 14_400 : 0
    let outside =
      flow.wholeWait((1 + planningProbability) / 2) * (clock == .calendar ? 1 : shareOpen)
    return DeadlineWork(
      interval: Double(calendar.intervalSeconds), arrivals: items, open: mask,
      handleTime: moments.mean,
      handleTimeSecondMoment: moments.mean * moments.mean * (1 + moments.cv * moments.cv),
      classes: classes.map { item in
        let whole = max(item.within - outside, item.within * 0.1)
        let part = whole / parts
        let others = queue.steps.filter { $0.name != step.name }
          .reduce(0) { $0 + SimulationInputs.moments(queue, $1).mean }
        let within = max(part, min(gap, whole * 0.9 - others))
        return DeadlineWork.Class(
          share: item.share, within: parts == 1 ? item.within : max(within, moments.mean),
          clock: clock == .calendar ? .calendar : .openHours, met: deadline?.met ?? 1)
      })
  }

  private var shareOpen: Double {
    mask.isEmpty ? 1 : Double(mask.count { $0 }) / Double(mask.count)
  }

  /// The longest run of closed intervals, up to a week, in seconds.
  private var longestClosure: Double {
    var longest = 0
    var run = 0
    for open in mask {
      run = open ? 0 : run + 1
      longest = max(longest, run)
    }
    return min(Double(longest * calendar.intervalSeconds), 604_800)
  }
}
