import Quantities

/// What the requirement stage hands on: people needed at work by interval.
public struct RequirementResult: Codable, Equatable, Sendable {
  /// Each step of each queue, in the order of the spec.
  public var units: [WorkUnitRequirement]
  /// Multiple of the mean forecast for which people are required, so that the asked share of
  /// demand paths is met.
  public var planningFactor: Double
  /// Share of demand paths in which the requirement meets every required goal by the closed forms.
  public var pathsMet: Double
  /// Makes the stage's value.
  public init(units: [WorkUnitRequirement], planningFactor: Double, pathsMet: Double) {
    (self.units, self.planningFactor, self.pathsMet) = (units, planningFactor, pathsMet)
  }
}

/// People needed for one step of one queue.
public struct WorkUnitRequirement: Codable, Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// The step's name; the queue's own when it has one step.
  public var step: String
  /// The method, such as `Erlang A, month goal with interval floor`.
  public var method: String
  /// Expected items by interval for which people are required (mean × planning factor).
  public var items: [Double]
  /// Agents at work by interval.
  public var agents: [Int]
  /// Agent-hours over the horizon.
  public var hours: Double
  /// Agent-hours if the goal had to hold in every interval; nothing for deadline work.
  public var strictHours: Double?
  /// Mean handle time in seconds.
  public var handleTimeSeconds: Double
  /// The worked half hour: the inputs and results of one interval, so that it can be recomputed.
  public var example: WorkedInterval?
  /// Makes a unit's requirement.
  public init(
    queue: String, step: String, method: String, items: [Double], agents: [Int], hours: Double,
    strictHours: Double?, handleTimeSeconds: Double, example: WorkedInterval?
  ) {
    (self.queue, self.step, self.method) = (queue, step, method)
    (self.items, self.agents, self.hours) = (items, agents, hours)
    (self.strictHours, self.handleTimeSeconds) = (strictHours, handleTimeSeconds)
    self.example = example
  }
}

/// One interval of a live queue worked in full.
public struct WorkedInterval: Codable, Equatable, Sendable {
  /// Local start as `2027-01-04 10:30`.
  public var start: String
  /// Contacts offered in the interval.
  public var offered: Double
  /// Length of the interval in seconds.
  public var intervalSeconds: Double
  /// Mean handle time in seconds.
  public var handleTimeSeconds: Double
  /// Mean patience in seconds; nothing when contacts wait for ever.
  public var patienceSeconds: Double?
  /// Offered load in erlangs.
  public var offeredLoad: Double
  /// Agents required.
  public var agents: Int
  /// Threshold of the service level in seconds.
  public var withinSeconds: Double
  /// Service level with that many agents.
  public var serviceLevel: Double
  /// Service level with one agent fewer.
  public var serviceLevelWithOneFewer: Double
  /// Abandonment with that many agents, share of offered.
  public var abandonment: Double
  /// Makes a worked interval.
  public init(
    start: String, offered: Double, intervalSeconds: Double, handleTimeSeconds: Double,
    patienceSeconds: Double?, offeredLoad: Double, agents: Int, withinSeconds: Double,
    serviceLevel: Double, serviceLevelWithOneFewer: Double, abandonment: Double
  ) {
    (self.start, self.offered, self.intervalSeconds) = (start, offered, intervalSeconds)
    (self.handleTimeSeconds, self.patienceSeconds) = (handleTimeSeconds, patienceSeconds)
    (self.offeredLoad, self.agents, self.withinSeconds) = (offeredLoad, agents, withinSeconds)
    self.serviceLevel = serviceLevel
    self.serviceLevelWithOneFewer = serviceLevelWithOneFewer
    self.abandonment = abandonment
  }
}
