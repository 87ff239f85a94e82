import Quantities
import Scenarios
import Simulation

extension SimulationRun {
  /// The model, how often it runs, and the words for it.
  struct Parts {
    var model: SimulationModel
    var replications: Int
    var description: [String]
    var warnings: [String] = []
    /// The time simulated, of an operation that never closes.
    var horizon: PlainHorizon?
    /// How results are cut, with a calendar and when wanted.
    var periods: SimulationPeriods?
  }

  /// The model of an operation that never closes.
  static func alwaysOpen(
    _ scenario: Scenario, _ options: SimulationOptions, like base: PlainHorizon?
  ) throws -> Parts {
    let demand = try PlainDemand(scenario.queues)
    let horizon =
      try base
      ?? PlainHorizon(
        rate: demand.total, busiest: demand.rates.max() ?? 0,
        slowest: PlainHorizon.slowest(scenario.queues),
        byDay: demand.varies || hasDays(scenario), options: options)
    let plain = PlainModel(
      queues: scenario.queues, pools: scenario.pools, masks: nil,
      variations: demand.variations, intervalsPerDay: PlainDemand.perDay,
      dayCorrelation: scenario.uncertainty.dayCorrelation)
    let model = plain.model(
      horizon: horizon.horizon, interval: horizon.interval, warmUp: horizon.warmUp,
      arrivals: demand.rates.map { .rate($0) })
    return Parts(
      model: model, replications: horizon.replications,
      description: [
        "always open: \(words(horizon.horizon - horizon.warmUp)) after a warm-up of "
          + "\(words(horizon.warmUp)) that does not count, because such an operation never empties"
      ], warnings: shortWarmUp(scenario, horizon), horizon: horizon)
  }

  /// Says when a replication is too short to forget that it began empty.
  private static func shortWarmUp(_ scenario: Scenario, _ horizon: PlainHorizon) -> [String] {
    let slowest = PlainHorizon.slowest(scenario.queues)
    guard horizon.warmUp < 3 * slowest else { return [] }
    return [
      "the warm-up of \(words(horizon.warmUp)) is short beside the \(words(slowest)) that the slowest part "
        + "takes (handling, patience, lags, waits, coming back), so the empty start may show. Write more --customers, or fewer "
        + "--replications."
    ]
  }

  /// Whether anything but the arrivals goes by days.
  private static func hasDays(_ scenario: Scenario) -> Bool {
    scenario.pools.contains { $0.routing.absence > 0 }
      || scenario.queues.contains { $0.routing.allocation.contains { $0.mostPerDay != nil } }
  }

  /// The model of the days of a calendar.
  static func calendar(_ scenario: Scenario, _ options: SimulationOptions) throws -> Parts {
    let demand = try CalendarDemand(scenario, options)
    let calendar = demand.calendar
    let seconds = Double(calendar.intervalSeconds)
    let plain = PlainModel(
      queues: scenario.queues, pools: scenario.pools, masks: demand.masks,
      variations: demand.variations, intervalsPerDay: 86_400 / calendar.intervalSeconds,
      dayCorrelation: scenario.uncertainty.dayCorrelation, calendar: calendar)
    var model = plain.model(
      horizon: Double(calendar.intervalCount) * seconds, interval: seconds, warmUp: 0,
      arrivals: demand.arrivals)
    let periods = options.by.map { SimulationPeriods($0, in: calendar) }
    model.periods = periods.map { [$0.map] } ?? []
    var replications = options.replications ?? PlainHorizon.usualReplications
    if let customers = options.customers {
      guard options.replications == nil else {
        throw PlanningError(
          "--customers \(customers): the calendar says how long a replication is. Write --customers "
            + "or --replications, not both.")
      }
      replications = max(1, Int(min((Double(customers) / demand.volume).rounded(.up), 1e6)))
    }
    return Parts(
      model: model, replications: replications,
      description: [
        "every day from \(calendar.start) to \(calendar.end), in intervals of "
          + "\(calendar.intervalSeconds / 60) minutes; people are there while any of their queues is open"
      ],
      warnings: demand.notes + roundedShifts(scenario, calendar)
        + idleShifts(scenario, model, demand), periods: periods)
  }

  /// Shifts and breaks that begin or end within an interval, where people come and go at its start.
  private static func roundedShifts(
    _ scenario: Scenario, _ calendar: IntervalCalendar
  ) -> [String] {
    let minutes = calendar.intervalSeconds / 60
    return scenario.pools.compactMap { pool in
      let hours = pool.routing.shifts.flatMap { [$0.hours] + $0.breaks }
      guard hours.contains(where: { !$0.changes(onlyEvery: minutes) }) else { return nil }
      return "pools.\(pool.name).shifts: some shifts or breaks begin or end within an interval of"
        + " \(minutes) minutes; people come and go at its start. Write a shorter \"interval\" for more."
    }
  }

  /// Shifts of people who then have nothing to do because all of their queues are closed.
  private static func idleShifts(
    _ scenario: Scenario, _ model: SimulationModel, _ demand: CalendarDemand
  ) -> [String] {
    scenario.pools.enumerated().compactMap { index, pool in
      guard !pool.routing.shifts.isEmpty else { return nil }
      let works = scenario.queues.indices.filter { pool.skills.contains(scenario.queues[$0].name) }
      let idle = model.pools[index].agents.enumerated().count { interval, agents in
        agents > 0
          && !works.contains { scenario.queues[$0].kind.isCase || demand.masks[$0][interval] }
      }
      guard idle > 0 else { return nil }
      let hours = Double(idle) * demand.calendar.intervalHours
      return "pools.\(pool.name): its shifts cover \(hours) hours in which every queue of its "
        + "skills is closed. Check the hours of both."
    }
  }
}
