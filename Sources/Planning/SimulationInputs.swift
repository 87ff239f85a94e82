import Foundation
import Quantities
import RandomStreams
import Results
import Scenarios
import Simulation

/// The people of all pools at one step of one queue.
///
/// They are alike to whoever waits, and work goes round among them, so that pools are busy alike.
struct Team: Equatable {
  var queue: String
  var step: String
  var name: String
  /// Agents at work by interval.
  var agents: [Int]
}

/// Turns queues and a rostered plan into the simulator's model.
///
/// Each half hour the plan says who works on what, and the simulation keeps people at their work.
struct SimulationInputs {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let masks: [[Bool]]
  /// The kinds of period in which results are wanted, in the order of the model's maps.
  let periodKinds: [GoalSpec.Period]

  /// The model of a plan on given demand: expected items by queue and interval, and the teams.
  func model(items: [[Double]], teams: [Team]) -> SimulationModel {
    let seconds = Double(calendar.intervalSeconds)
    return SimulationModel(
      horizon: Double(calendar.intervalCount) * seconds, interval: seconds,
      queues: queues.indices.map { queueModel($0, items: items[$0], teams: teams) },
      pools: teams.map { PoolModel(name: $0.name, agents: $0.agents) },
      periods: periodKinds.map { kind in
        if kind == .interval {
          let slots = Periods.slots(in: calendar)
          return PeriodMap(
            name: kind.rawValue, count: slots.periods.count, periodOfInterval: slots.slot)
        }
        let periods = Periods.of(kind, in: calendar)
        var map = Array(repeating: -1, count: calendar.intervalCount)
        for (number, period) in periods.enumerated() {
          for interval in period.intervals { map[interval] = number }
        }
        return PeriodMap(name: kind.rawValue, count: periods.count, periodOfInterval: map)
      })
  }

  /// The thresholds of a queue's service-level goals, in the order of the goals.
  static func thresholds(_ queue: QueueSpec) -> [Double] {
    queue.goals.compactMap {
      if case .serviceLevel(let within, _, _) = $0.measure { within } else { nil }
    }
  }

  private func queueModel(_ index: Int, items: [Double], teams: [Team]) -> QueueModel {
    let queue = queues[index]
    let steps = queue.steps.map { step in
      var model = StepModel(
        name: step.name, handleTime: SimulationInputs.handleTime(queue, step),
        eligiblePools: teams.indices.filter {
          teams[$0].queue == queue.name && teams[$0].step == step.name
        })
      model.outsideWait = step.wait.map(SimulationInputs.distribution)
      model.dropOut = step.dropOut
      return model
    }
    let kind: QueueModel.Kind
    switch queue.kind {
    case .voice: kind = .voice
    case .chat:
      kind = .chat(
        concurrency: queue.concurrencyFactors.count, slowdown: queue.concurrencyFactors)
    case .case, .outbound, .scheduled, .journey: kind = .deferred
    }
    return QueueModel(
      name: queue.name, kind: kind, arrivals: .expected(items), open: masks[index], steps: steps,
      patience: queue.kind == .voice || queue.kind == .chat
        ? queue.patience.map(SimulationInputs.distribution) : nil,
      deadlines: SimulationInputs.deadlines(queue), thresholds: SimulationInputs.thresholds(queue))
  }

  static func deadlines(_ queue: QueueSpec) -> [Simulation.DeadlineClass] {
    for goal in queue.goals {
      if case .deadline(let classes, let clock, _, _) = goal.measure {
        return classes.map {
          DeadlineClass(
            share: $0.share, within: $0.within, clock: clock == .calendar ? .calendar : .open)
        }
      }
    }
    return []
  }

  /// Handle time of one item: for outbound work, of all attempts to reach one person.
  static func handleTime(_ queue: QueueSpec, _ step: StepSpec) -> DurationDistribution {
    guard queue.kind == .outbound else { return distribution(step.handleTime) }
    let moments = outboundMoments(queue, step)
    guard moments.cv > 0 else { return .deterministic(moments.mean) }
    return .lognormal(mean: moments.mean, cv: moments.cv)
  }

  /// Seconds of work on an item that comes, all steps together; who leaves before one takes none of it.
  static func workOfItem(_ queue: QueueSpec) -> Double {
    zip(queue.steps, StepFlow(queue).shares).reduce(0) {
      $0 + moments(queue, $1.0).mean * $1.1
    }
  }

  /// Mean and coefficient of variation in seconds of the work on one item.
  static func moments(_ queue: QueueSpec, _ step: StepSpec) -> (mean: Double, cv: Double) {
    queue.kind == .outbound
      ? outboundMoments(queue, step) : (step.handleTime.mean, step.handleTime.cv)
  }

  /// Attempts until someone answers, at most a number: each failed one takes the attempt time, a
  /// successful one the handle time.
  private static func outboundMoments(
    _ queue: QueueSpec, _ step: StepSpec
  ) -> (mean: Double, cv: Double) {
    let mean = step.handleTime.mean
    let second = mean * mean * (1 + step.handleTime.cv * step.handleTime.cv)
    let attempt = queue.attemptTime
    var first = 0.0
    var square = 0.0
    var chance = 1.0
    for number in 0..<queue.maximumAttempts {
      let failed = Double(number) * attempt
      let connects = chance * queue.connectRate
      first += connects * (failed + mean)
      square += connects * (failed * failed + 2 * failed * mean + second)
      chance *= 1 - queue.connectRate
    }
    let all = Double(queue.maximumAttempts) * attempt
    first += chance * all
    square += chance * all * all
    return (first, max(0, square / (first * first) - 1).squareRoot())
  }

  static func distribution(_ spec: DurationSpec) -> DurationDistribution {
    switch spec.shape {
    case .exponential: .exponential(mean: spec.mean)
    case .lognormal: .lognormal(mean: spec.mean, cv: spec.cv)
    case .gamma: .gamma(mean: spec.mean, cv: spec.cv)
    case .deterministic: .deterministic(spec.mean)
    case .empirical: .empirical(spec.values)
    }
  }
}
