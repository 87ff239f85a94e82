import Foundation
import Queueing

// The price of the stricter choice: 80 % within 20 s in every half-hour against 80 % over the month with a floor of
// 60 % in every half-hour. A month of 21 weekdays of 24 half-hours (08:00-20:00) with a morning and an afternoon peak
// and weekdays that differ; handling takes 390 s and patience 180 s on average. The load is the mean over the month.
func month(_ load: Double) -> [PeriodRequirement.Interval] {
  let weekdays = [1.16, 1.05, 0.98, 0.94, 0.87]
  var shape: [Double] = []
  for weekday in weekdays {
    for half in 0..<24 {
      let hour = 8.25 + Double(half) / 2
      let peaks = exp(-pow((hour - 10.5) / 1.8, 2)) + 0.75 * exp(-pow((hour - 14.5) / 2.2, 2))
      shape.append(weekday * (0.25 + peaks))
    }
  }
  let mean = shape.reduce(0, +) / Double(shape.count)
  return shape.map {
    PeriodRequirement.Interval(
      load: ContactLoad(
        arrivalRate: load * $0 / mean / 390, serviceRate: 1.0 / 390, abandonmentRate: 1.0 / 180),
      weight: 0.5 * 21 / 5)
  }
}

for load in [4.0, 15, 44] {
  let intervals = month(load)
  let goal = ServiceGoal.serviceLevel(.offered, within: 20, share: 0.8)
  let floor = ServiceGoal.serviceLevel(.offered, within: 20, share: 0.6)
  let strict = try PeriodRequirement(intervals: intervals, goals: [], floor: [goal])
  let relaxed = try PeriodRequirement(intervals: intervals, goals: [goal], floor: [floor])
  // What the strict choice comes to over the month, and a lower bound: the same goals with fractional people.
  let attained = try PeriodRequirement(intervals: intervals, goals: [goal], floor: [goal]).attained[0]
  print(load, strict.agentTime, relaxed.agentTime, attained, relaxed.attained[0])
}
