import Scenarios
import Simulation

/// The rates of an operation that is always open.
struct PlainDemand {
  /// Contacts per second from outside, by queue.
  let rates: [Double]
  /// Contacts per second of all queues, those that other queues cause included.
  let total: Double
  private let levels: [Double]
  private let days: [Double]

  /// Why a model without arrivals is refused.
  static let nothing = PlanningError(
    "$.queues: nothing arrives. Give a driver a rate above 0, such as { \"rate\": \"120/30m\" }.")

  init(_ queues: [QueueSpec]) throws {
    var problems: [String] = []
    var rates: [Double] = []
    var levels: [Double] = []
    var days: [Double] = []
    for queue in queues {
      var rate = 0.0
      var level = 0.0
      var day = 0.0
      for driver in queue.drivers {
        let subject = "queues.\(queue.name), driver \"\(driver.name)\""
        if driver.profile != nil {
          problems.append(
            "\(subject): a profile has days and hours, and the spec has no \"calendar\". Add one, or "
              + "leave the profile out.")
        }
        switch driver.cause {
        case .rate(let perSecond):
          rate += perSecond
          level += (perSecond * driver.levelSpread) * (perSecond * driver.levelSpread)
          day += (perSecond * driver.daySpread) * (perSecond * driver.daySpread)
        case .queue: break
        case .claims, .members, .refillsDue, .event, .history, .contacts:
          problems.append(
            "\(subject): its work has dates, and the spec has no \"calendar\". Add one, or give a "
              + "\"rate\", such as \"120/30m\".")
        }
      }
      rates.append(rate)
      levels.append(rate > 0 ? level.squareRoot() / rate : 0)
      days.append(rate > 0 ? day.squareRoot() / rate : 0)
    }
    guard problems.isEmpty else { throw PlanningError(problems) }
    (self.rates, self.levels, self.days) = (rates, levels, days)
    total = PlainDemand.withCaused(rates, queues).reduce(0, +)
    guard total > 0 else { throw PlainDemand.nothing }
  }

  /// Whether days or levels vary, so that the horizon must have days.
  var varies: Bool { (levels + days).contains { $0 > 0 } }

  /// How far each queue varies; nothing for plain Poisson arrivals.
  func variations(intervalsPerDay: Int) -> [ArrivalVariation?] {
    zip(levels, days).map { level, day in
      guard level > 0 || day > 0 else { return nil }
      var variation = ArrivalVariation(dayCV: day, intervalsPerDay: intervalsPerDay)
      variation.levelCV = level
      return variation
    }
  }

  /// The rates with the work that queues cause in each other; shares round a circle are below 1.
  static func withCaused(_ rates: [Double], _ queues: [QueueSpec]) -> [Double] {
    var all = rates
    for _ in 0..<200 {
      var next = rates
      for (index, queue) in queues.enumerated() {
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
