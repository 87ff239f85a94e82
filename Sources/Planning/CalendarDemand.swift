import ClaimsStore
import Demand
import Foundation
import Quantities
import Results
import Scenarios
import Simulation

/// The demand over a calendar: expected items of each interval, or real contacts at their times.
struct CalendarDemand {
  let calendar: IntervalCalendar
  let masks: [[Bool]]
  /// What comes from outside, by queue.
  let arrivals: [Arrivals]
  /// Contacts of one replication that come from outside, on average.
  let volume: Double
  /// How far days and levels vary, by queue.
  let variations: [ArrivalVariation?]
  /// What was left out, a sentence each.
  let notes: [String]

  init(_ scenario: Scenario, _ options: SimulationOptions) throws {
    let calendar = try ScenarioRun.calendar(scenario)
    // What other queues cause arises in the simulation itself.
    let outside = scenario.queues.map { queue in
      var queue = queue
      queue.drivers.removeAll { driver in
        switch driver.cause {
        case .queue, .contacts, .schedule: true
        default: false
        }
      }
      return queue
    }
    options.progress("demand", 0)
    let claims = try ClaimsLoading(calendar: calendar, data: options.data)
      .load(scenario.claims, threads: options.threads)
    let inputs = DemandInputs(
      calendar: calendar, data: options.data, schema: claims?.episodes.table.schema)
    let masks = outside.map(inputs.openMask)
    let membership = scenario.members.map(DemandInputs.membership)
    let demand = try workOutDemand(
      queues: try inputs.queues(outside), calendar: calendar, membership: membership,
      claims: claims)
    let outlook = try Outlook(
      calendar: calendar, queues: outside, masks: masks, paths: 0, seed: scenario.seed,
      threads: options.threads
    ).forecast(demand)
    (self.calendar, self.masks) = (calendar, masks)
    let items = outlook.forecast.queues.map(\.mean)
    var notes: [String] = []
    arrivals = try scenario.queues.enumerated().map { index, queue in
      try CalendarDemand.times(queue, calendar, masks[index], options.data, &notes)
        .map { .times($0) } ?? .expected(items[index])
    }
    self.notes = notes
    volume = arrivals.reduce(0) { total, arrivals in
      switch arrivals {
      case .expected(let numbers): total + numbers.reduce(0, +)
      case .times(let times): total + Double(times.count)
      case .rate, .counts: total
      }
    }
    guard volume > 0 else { throw PlainDemand.nothing }
    let perDay = 86_400 / calendar.intervalSeconds
    variations = outside.indices.map { index in
      PlainModel.variation(
        outside[index].drivers,
        parts: outlook.demand.queues[index].drivers.map { $0.known?.reduce(0, +) ?? 0 },
        intervalsPerDay: perDay)
    }
  }
}
