import Scenarios
import Simulation

/// The rates of an operation that is always open.
struct PlainDemand {
  /// Contacts per second from outside, by queue.
  let rates: [Double]
  /// Contacts per second of all queues, those that other queues cause included.
  let total: Double
  /// How far each queue varies, with half hours as intervals; nothing for plain Poisson arrivals.
  let variations: [ArrivalVariation?]

  /// Why a model without arrivals is refused.
  static let nothing = PlanningError(
    "$.queues: nothing arrives. Give a driver a rate above 0, such as { \"rate\": \"120/30m\" }.")

  init(_ queues: [QueueSpec]) throws {
    var problems: [String] = []
    var rates: [Double] = []
    var variations: [ArrivalVariation?] = []
    for queue in queues {
      var parts: [Double] = []
      for driver in queue.drivers {
        let subject = "queues.\(queue.name), driver \"\(driver.name)\""
        if driver.profile != nil {
          problems.append(
            "\(subject): a profile has days and hours, and the spec has no \"calendar\". Add one, or "
              + "leave the profile out.")
        }
        switch driver.cause {
        case .rate(let perSecond):
          parts.append(perSecond)
        case .queue: parts.append(0)
        case .claims, .members, .refillsDue, .event, .history, .contacts, .schedule, .expiries,
          .reset:
          parts.append(0)
          problems.append(
            "\(subject): its work has dates, and the spec has no \"calendar\". Add one, or give a "
              + "\"rate\", such as \"120/30m\".")
        }
      }
      rates.append(parts.reduce(0, +))
      variations.append(
        PlainModel.variation(queue.drivers, parts: parts, intervalsPerDay: PlainDemand.perDay))
    }
    guard problems.isEmpty else { throw PlanningError(problems) }
    (self.rates, self.variations) = (rates, variations)
    total = PlainDemand.withCaused(rates, queues).reduce(0, +)
    guard total > 0 else { throw PlainDemand.nothing }
  }

  /// Intervals of a day where days matter: half hours.
  static let perDay = 48

  /// Whether days or levels vary, so that the horizon must have days.
  var varies: Bool { variations.contains { $0 != nil } }

  /// The rates with the work that queues cause in each other; shares round a circle are below 1.
  static func withCaused(_ rates: [Double], _ queues: [QueueSpec]) -> [Double] {
    var all = rates
    for _ in 0..<200 {
      var next = rates
      for (index, queue) in queues.enumerated() {
        next[index] += all[index] * (queue.routing.repeats?.share ?? 0)
        for driver in queue.drivers {
          guard case .queue(let name, let share) = driver.cause,
            let source = queues.firstIndex(where: { $0.name == name })
          else { continue }
          next[index] += all[source] * share
        }
      }
      if next == all { break }
      all = next
    }
    return all
  }
}
