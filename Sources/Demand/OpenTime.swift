import Quantities

/// Places a day's items on the intervals in which a queue can receive them.
struct OpenTime {
  let calendar: IntervalCalendar
  /// Relative weight of each interval: the profile inside open time, zero outside.
  let weights: [Double]
  /// Sum of the weights of each day.
  let dayWeights: [Double]
  /// Relative weight of each weekday in a week without holidays, Monday first; nothing for a
  /// weekday that the horizon does not hold and no profile gives.
  let usualWeekdays: [Double?]

  /// Makes the weights.
  ///
  /// - Parameters:
  ///   - calendar: The horizon.
  ///   - mask: Whether each interval is open.
  ///   - profile: The shape; nothing for an even spread.
  ///   - anyTime: Whether items also arrive while the queue is closed (deferred work with a shape).
  init(calendar: IntervalCalendar, mask: [Bool], profile: WeekProfile?, anyTime: Bool) {
    self.calendar = calendar
    let shape = profile ?? .even
    var weights = Array(repeating: 0.0, count: calendar.intervalCount)
    var dayWeights = Array(repeating: 0.0, count: calendar.days.count)
    var weekday: [Double?] = Array(repeating: nil, count: 7)
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
        weekday[position] = max(weekday[position] ?? 0, dayWeights[index])
      }
    }
    if let profile { weekday = weekday.indices.map { weekday[$0] ?? profile.weekdays[$0] } }
    (self.weights, self.dayWeights, self.usualWeekdays) = (weights, dayWeights, weekday)
  }

  /// Spreads items that arise at an even pace through the week over its open days and intervals.
  ///
  /// A week's items fall on its open days in proportion to rate × weight, so that a holiday's items
  /// come on the other days; a week that is closed altogether hands its items to the next one. Of a
  /// week that begins before the horizon or ends after it, the days outside take their usual part.
  ///
  /// - Parameter daily: Items that arise on each day of the horizon.
  /// - Returns: Items by interval.
  func spreadByWeek(_ daily: [Double]) -> [Double] {
    var placed = Array(repeating: 0.0, count: daily.count)
    var carried = 0.0
    for week in calendar.weeks {
      let arising = week.reduce(0) { $0 + daily[$1] }
      let rated = week.map { daily[$0] * dayWeights[$0] }
      let outside = outside(week, daily)
      let weight = rated.reduce(outside.weight, +)
      let openWeight = week.reduce(0) { $0 + dayWeights[$1] }
      if weight > 0 {
        let items = carried + arising + outside.items
        for (day, rated) in zip(week, rated) { placed[day] = items * rated / weight }
        carried = 0
      } else if openWeight > 0 {
        // Nothing arises on an open day: what waits from before comes, the rest waits on.
        for day in week { placed[day] = carried * dayWeights[day] / openWeight }
        carried = arising
      } else {
        carried += arising
      }
    }
    return byInterval(placed)
  }

  /// What arises on a short week's days outside the horizon, and the weight that they take; days of
  /// which the horizon tells nothing take what arises on them.
  private func outside(_ week: Range<Int>, _ daily: [Double]) -> (items: Double, weight: Double) {
    guard week.count < 7, let first = week.first, let last = week.last else { return (0, 0) }
    let monday = calendar.days[first].date.weekday.rawValue
    var items = 0.0
    var weight = 0.0
    for position in 0..<7 where !(monday..<monday + week.count).contains(position) {
      guard let usual = usualWeekdays[position] else { continue }
      let near = position < monday ? first : last
      items += daily[near]
      weight += daily[near] * usual
    }
    return (items, weight)
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
