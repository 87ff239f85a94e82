import Quantities

/// Places a day's items on the intervals in which a queue can receive them.
struct OpenTime {
  let calendar: IntervalCalendar
  /// Relative weight of each interval: the profile inside open time, zero outside.
  let weights: [Double]
  /// Sum of the weights of each day.
  let dayWeights: [Double]
  /// Relative weight of each weekday in a week without holidays, Monday first.
  let usualWeekdays: [Double]

  /// Makes the weights.
  ///
  /// - Parameters:
  ///   - mask: Whether each interval is open.
  ///   - profile: The shape; nothing for an even spread.
  ///   - anyTime: Whether items also arrive while the queue is closed (deferred work with a shape).
  init(calendar: IntervalCalendar, mask: [Bool], profile: WeekProfile?, anyTime: Bool) {
    self.calendar = calendar
    let shape = profile ?? .even
    var weights = Array(repeating: 0.0, count: calendar.intervalCount)
    var dayWeights = Array(repeating: 0.0, count: calendar.days.count)
    var weekday = Array(repeating: 0.0, count: 7)
    for (index, day) in calendar.days.enumerated() {
      let dayShape = shape.weekdays[day.date.weekday.rawValue]
      for interval in day.intervals where anyTime || mask[interval] {
        weights[interval] = shape.hours[calendar.minutes[interval] / 60]
        dayWeights[index] += weights[interval]
      }
      // Without a profile a day counts by its open time; with one, by its weekday's share.
      if profile != nil && dayWeights[index] > 0 {
        for interval in day.intervals { weights[interval] *= dayShape / dayWeights[index] }
        dayWeights[index] = dayShape
      }
      if day.holiday == nil {
        let position = day.date.weekday.rawValue
        weekday[position] = max(weekday[position], dayWeights[index])
      }
    }
    (self.weights, self.dayWeights, self.usualWeekdays) = (weights, dayWeights, weekday)
  }

  /// Spreads items that arise at an even pace through the week over its open days and intervals.
  ///
  /// A week's items fall on its open days in proportion to rate × weight, so that a holiday's items
  /// come on the other days; a week that is closed altogether hands its items to the next one.
  ///
  /// - Parameter daily: Items that arise on each day of the horizon.
  /// - Returns: Items by interval.
  func spreadByWeek(_ daily: [Double]) -> [Double] {
    var placed = Array(repeating: 0.0, count: daily.count)
    var carried = 0.0
    for week in calendar.weeks {
      var arising = carried
      var weight = 0.0
      for day in week {
        arising += daily[day]
        weight += daily[day] * dayWeights[day]
      }
      // Days of the week outside the horizon take their usual part with them.
      let here = Set(week.map { calendar.days[$0].date.weekday.rawValue })
      if here.count < 7, let first = week.first, let last = week.last {
        for position in 0..<7 where !here.contains(position) {
          let near = position < calendar.days[first].date.weekday.rawValue ? first : last
          arising += daily[near]
          weight += daily[near] * usualWeekdays[position]
        }
      }
      guard weight > 0 else {
        carried = week.reduce(carried) { $0 + daily[$1] }
        continue
      }
      carried = 0
      for day in week { placed[day] = arising * daily[day] * dayWeights[day] / weight }
    }
    return byInterval(placed)
  }

  /// Places each day's items on that day, or on the next open day when it is closed.
  func spreadForward(_ daily: [Double]) -> [Double] {
    var placed = Array(repeating: 0.0, count: daily.count)
    var waiting = 0.0
    for day in daily.indices {
      waiting += daily[day]
      if dayWeights[day] > 0 {
        placed[day] = waiting
        waiting = 0
      }
    }
    return byInterval(placed)
  }

  private func byInterval(_ placed: [Double]) -> [Double] {
    weights.indices.map { interval in
      let day = calendar.dayOfInterval[interval]
      return dayWeights[day] > 0 ? placed[day] * weights[interval] / dayWeights[day] : 0
    }
  }
}
