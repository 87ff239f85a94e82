import Quantities

/// A way in which a person may work a week: one start, one meal time, fixed days.
struct ShiftTour: Sendable {
  /// Index of the contract in the rules.
  var contract: Int
  /// Start in local minutes of the day.
  var start: Int
  /// Start of the meal in local minutes; nothing without a meal.
  var meal: Int?
  /// Days on which they work, those on which the pool is away included.
  var days: [Weekday]
  /// Intervals of the week at work, with the part of each that is not rest; a meal is no work.
  var presence: [(place: Int, share: Double)]
  /// Paid hours in the week, holidays included.
  var paidHours: Double
  /// The part of one person that it takes: 1, or for blocks their part of a person's week.
  var people: Double
  /// For each limit of the rules, whether the tour works in its hours.
  var isLimited: [Bool]
}

/// Lists the tours of a week that can help where people are required.
struct ShiftTours {
  let rules: ShiftRules
  let calendar: IntervalCalendar
  /// Days of the calendar that make the week.
  let days: Range<Int>
  /// Agents required by interval of the week.
  let required: [Int]
  /// Paid hours of one person in a week.
  let hoursPerWeek: Double

  private var first: Int { calendar.intervals(ofDays: days).lowerBound }
  private var minutes: Int { calendar.intervalSeconds / 60 }

  /// The tours; of several that work the same required time for the same pay, the first.
  func list() -> [ShiftTour] {
    guard let needed = neededMinutes() else { return [] }
    var found: [ShiftTour] = []
    var seen = Set<[Int]>()
    for (index, contract) in rules.contracts.enumerated() {
      let length = contract.lengthMinutes
      for start in stride(from: 0, to: 1440, by: rules.startEveryMinutes)
      where start + length > needed.lowerBound && start < needed.upperBound {
        let allowed = contract.days(startingAt: start)
        let patterns = patterns(of: allowed, count: contract.isBlock ? 1 : contract.daysPerWeek)
        for meal in meals(contract) {
          let shape = shape(contract, meal: meal)
          for pattern in patterns {
            let tour = tour(index, start: start, meal: meal, shape: shape, days: pattern)
            let useful = tour.presence.filter { required[$0.place] > 0 && $0.share > 0 }
            let key =
              [index, Int(tour.paidHours * 60)]
              + useful.flatMap { [$0.place, Int(($0.share * 1e6).rounded())] }
              + tour.isLimited.map { $0 ? -1 : -2 }
            guard !useful.isEmpty, seen.insert(key).inserted else { continue }
            found.append(tour)
          }
        }
      }
    }
    return found
  }

  /// Starts of the meal in minutes after that of the shift; one that says nothing without a meal.
  private func meals(_ contract: ShiftRules.Contract) -> [Int?] {
    guard contract.mealMinutes > 0 else { return [nil] }
    let paid = (contract.lengthMinutes - contract.mealMinutes) / minutes
    var found: [Int?] = []
    for before in [paid / 3, paid / 2, paid * 2 / 3].map({ $0 * minutes })
    where !found.contains(before) {
      found.append(before)
    }
    return found
  }

  /// The part of each interval of a shift that is work.
  private func shape(_ contract: ShiftRules.Contract, meal: Int?) -> [Double] {
    let length = contract.lengthMinutes
    var rest: [Range<Int>] = []
    if let meal { rest.append(meal..<(meal + contract.mealMinutes)) }
    for (order, span) in contract.breakMinutes.enumerated() {
      var begin = length * (order + 1) / (contract.breakMinutes.count + 1) / minutes * minutes
      // A rest that would fall into the meal goes behind it, or before it at the end of a shift.
      if let meal, (meal..<(meal + contract.mealMinutes)).overlaps(begin..<(begin + span)) {
        begin = meal + contract.mealMinutes
        if begin + span > length { begin = max(0, meal - span) }
      }
      rest.append(begin..<(begin + span))
    }
    return (0..<(length / minutes)).map { step in
      let interval = (step * minutes)..<((step + 1) * minutes)
      let away = rest.reduce(0) { $0 + $1.clamped(to: interval).count }
      return max(0, 1 - Double(away) / Double(minutes))
    }
  }

  private func tour(
    _ index: Int, start: Int, meal: Int?, shape: [Double], days pattern: [Weekday]
  ) -> ShiftTour {
    let contract = rules.contracts[index]
    var presence: [(place: Int, share: Double)] = []
    var paid = 0.0
    var isLimited = [Bool](repeating: false, count: rules.limits.count)
    for day in days where pattern.contains(calendar.days[day].date.weekday) {
      let span = calendar.days[day]
      guard let begin = span.intervals.first(where: { calendar.minutes[$0] >= start }) else {
        continue
      }
      paid += contract.paidHoursPerDay
      guard !rules.daysAway.contains(span.date) else { continue }
      for (step, share) in shape.enumerated() where share > 0 {
        let place = begin - first + step
        // What lies behind the week counts for its beginning, as if every week were like its neighbours.
        presence.append((place < required.count ? place : place - required.count, share))
        let minute = start + step * minutes
        for (number, limit) in rules.limits.enumerated() {
          let weekday = span.date.weekday.rawValue + minute / 1440
          if limit.hours.isOpen(Weekday.allCases[weekday % 7], minute: minute % 1440) {
            isLimited[number] = true
          }
        }
      }
    }
    return ShiftTour(
      contract: index, start: start, meal: meal.map { start + $0 }, days: pattern,
      presence: presence.filter { required.indices.contains($0.place) }, paidHours: paid,
      people: contract.isBlock ? contract.paidHoursPerDay / hoursPerWeek : 1,
      isLimited: isLimited)
  }

  /// Local minutes of the day between which anyone is needed on some day, seen from the day of a start.
  private func neededMinutes() -> Range<Int>? {
    var (low, high) = (Int.max, Int.min)
    for (place, agents) in required.enumerated() where agents > 0 {
      let minute = calendar.minutes[first + place]
      low = min(low, minute)
      high = max(high, minute + minutes)
    }
    guard low < high else { return nil }
    // What is needed after midnight may be covered by shifts of the evening before.
    let runsOver = rules.contracts.contains { contract in
      (0..<1440).contains {
        $0 + contract.lengthMinutes > 1440 && contract.days(startingAt: $0).count > 0
      }
    }
    return low..<(runsOver ? max(high, 1440) : high)
  }

  /// Sets of working days among the allowed ones: those off follow each other, or any.
  private func patterns(of allowed: [Weekday], count: Int) -> [[Weekday]] {
    guard count <= allowed.count else { return [] }
    if count == allowed.count { return [allowed] }
    if rules.consecutiveDaysOff {
      return allowed.indices.map { first in
        (0..<count).map { allowed[(first + $0) % allowed.count] }
          .sorted { $0.rawValue < $1.rawValue }
      }
    }
    var patterns: [[Weekday]] = [[]]
    for day in allowed {
      patterns += patterns.filter { $0.count < count }.map { $0 + [day] }
    }
    return patterns.filter { $0.count == count }
  }
}
