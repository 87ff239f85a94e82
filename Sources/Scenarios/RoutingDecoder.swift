import LocatedJSON

extension ReadingContext {
  /// Reads how a queue is routed; `kind` decides what it may have.
  func routing(_ reader: ObjectReader, _ kind: QueueSpec.Kind, hasDeadline: Bool) -> RoutingSpec {
    var routing = RoutingSpec()
    let isLive = kind == .voice || kind == .chat
    routing.priority = reader.whole(
      "priority", or: isLive ? 0 : -1, "contacts on the line go before deferred work")
    routing.selection = reader.choice(
      "selection", or: .preference, "pools are wanted in order")
    routing.pools = reader.texts("pools").map { known(pools: $0) } ?? []
    routing.overflow = overflowRules(reader)
    routing.allocation = allocationRules(reader)
    routing.repeats = repeats(reader)
    if isLive {
      routing.redials = redials(reader)
      routing.virtualHold = reader.object("virtualHold").flatMap { inner in
        guard let above = inner.duration("above"), let share = inner.number("acceptance") else {
          return nil
        }
        return (above, share)
      }
      routing.waitingPlaces = reader.whole("waitingPlaces")
      routing.shortAbandon = reader.duration("shortAbandon")
      return routing
    }
    routing.order = reader.choice("order", as: RoutingSpec.Order.self)
    if routing.order == .earliestDeadline && !hasDeadline {
      reader.report(
        .missingPart, "order", "the queue has no deadline to go by",
        "Add a goal with \"measure\": \"deadline\", or write \"oldest\"")
    }
    guard kind == .outbound else { return routing }
    routing.reserveAgents = reader.whole("reserveAgents", or: 0, "nobody is kept free")
    if let item = reader.item("retryAfter") {
      routing.retryAfter = durationSpec(item)
    } else {
      reader.note("retryAfter", "1d", "attempts are made on different days")
    }
    return routing
  }

  private func repeats(_ reader: ObjectReader) -> RoutingSpec.Repeats? {
    guard let inner = reader.object("repeats") else { return nil }
    let share = inner.number("share")
    let after = inner.item("after").flatMap { durationSpec($0) }
    var byPool: [String: Double] = [:]
    for element in inner.list("byPool") ?? [] {
      guard let entry = ObjectReader(element, repeatPoolKeys, self) else { continue }
      let own = entry.number("share")
      guard let pool = entry.text("pool"), let place = entry.item("pool"), let own,
        !known(pools: [(pool, place)]).isEmpty
      else { continue }
      if byPool.updateValue(own, forKey: pool) != nil {
        report(.duplicateName, place, "\(place.words) is here twice", "Write each pool once")
      }
    }
    guard let share, let after else { return nil }
    return .init(share: share, after: after, byPool: byPool)
  }

  private func redials(_ reader: ObjectReader) -> (share: Double, after: DurationSpec)? {
    guard let inner = reader.object("redials") else { return nil }
    if !reader.has("patience") {
      reader.report(
        .missingPart, "redials", "without patience nobody hangs up, so nobody tries again",
        "Add \"patience\": \"3m\" to the queue, or leave the redials out")
    }
    let share = inner.number("share")
    let after = inner.item("after").flatMap { durationSpec($0) }
    guard let share, let after else { return nil }
    return (share, after)
  }

  private func overflowRules(_ reader: ObjectReader) -> [RoutingSpec.Overflow] {
    guard let elements = reader.list("overflow") else { return [] }
    var rules: [RoutingSpec.Overflow] = []
    for element in elements {
      guard let inner = ObjectReader(element, overflowKeys, self) else { continue }
      let after = inner.duration("after")
      guard let pool = inner.text("pool"), let place = inner.item("pool"), let after else {
        continue
      }
      guard !known(pools: [(pool, place)]).isEmpty else { continue }
      if rules.contains(where: { $0.pool == pool }) {
        report(.duplicateName, place, "\(place.words) is here twice", "Write each pool once")
        continue
      }
      rules.append(.init(pool: pool, after: after))
    }
    return rules
  }

  private func allocationRules(_ reader: ObjectReader) -> [RoutingSpec.Allocation] {
    guard let elements = reader.list("allocation") else { return [] }
    var rules: [RoutingSpec.Allocation] = []
    for element in elements {
      guard let inner = ObjectReader(element, allocationKeys, self) else { continue }
      let share = inner.number("share")
      let most = inner.whole("mostPerDay")
      guard let pool = inner.text("pool"), let place = inner.item("pool") else { continue }
      guard !known(pools: [(pool, place)]).isEmpty else { continue }
      if inner.has("share") == inner.has("mostPerDay") {
        report(
          .contradiction, element, "an allocation rule has either a share or a cap",
          "Write \"share\": 0.3 or \"mostPerDay\": 400")
        continue
      }
      if rules.contains(where: { $0.pool == pool && ($0.share == nil) == (share == nil) }) {
        report(.duplicateName, place, "\(place.words) is here twice", "Write each pool once")
        continue
      }
      rules.append(.init(pool: pool, share: share, mostPerDay: most))
    }
    let total = rules.reduce(0) { $0 + ($1.share ?? 0) }
    if total > 1 + 1e-9 {
      reader.report(
        .contradiction, "allocation", "the shares sum to \(plain((total * 1e9).rounded() / 1e9))",
        "Write shares that sum to at most 1")
    }
    return rules
  }

  private func learning(_ reader: ObjectReader) -> [(after: Double, factor: Double)] {
    guard let elements = reader.list("learning") else { return [] }
    if !hasCalendar {
      reader.report(
        .missingPart, "learning", "people learn over days, and the spec has no calendar",
        "Add \"calendar\" to the spec, or write \"handleTimeFactors\"")
    }
    var points: [(after: Double, factor: Double)] = []
    for element in elements {
      guard let inner = ObjectReader(element, learningKeys, self) else { continue }
      let after = inner.duration("after")
      let factor = inner.number("factor")
      guard let after, let factor else { continue }
      if let last = points.last, after <= last.after {
        report(
          .contradiction, element, "this point is not after the one before it",
          "Put the points in the order of their times, each once")
      }
      points.append((after, factor))
    }
    return points
  }

  private func shifts(_ reader: ObjectReader) -> [PoolRoutingSpec.Shift] {
    guard let elements = reader.list("shifts") else { return [] }
    if reader.has("agents") {
      reader.report(
        .contradiction, "agents", "the people are given by \"agents\" and by \"shifts\"",
        "Keep one of them")
    }
    if !hasCalendar {
      reader.report(
        .missingPart, "shifts", "shifts have days and hours, and the spec has no calendar",
        "Add \"calendar\" to the spec, or write \"agents\": 10")
    }
    return elements.compactMap { element in
      guard let inner = ObjectReader(element, shiftKeys, self) else { return nil }
      let hours = inner.item("hours").flatMap { self.hours($0) }
      let breaks = inner.list("breaks")?.map { self.hours($0) } ?? []
      let agents = inner.whole("agents")
      let onHolidays = inner.flag("onHolidays", or: false, "people rest on holidays")
      guard let hours, let agents, !breaks.contains(nil) else { return nil }
      return .init(
        hours: hours, breaks: breaks.compactMap { $0 }, agents: agents, onHolidays: onHolidays)
    }
  }

  /// The names that are pools; notes the others.
  private func known(pools: [(text: String, item: Item)]) -> [String] {
    pools.compactMap { name, item in
      guard poolNames.contains(name) else {
        report(
          .unknownName, item, "there is no pool \(item.words)",
          "The pools are, nearest first: \(quotedList(nearest(to: name, among: poolNames)))")
        return nil
      }
      return name
    }
  }

  /// Reads how a pool is routed.
  func poolRouting(_ reader: ObjectReader) -> PoolRoutingSpec {
    var routing = PoolRoutingSpec()
    routing.takes = reader.choice("takes", or: .inOrder, "skills are in order of preference")
    routing.absence = reader.number("absence", or: 0, "everybody comes")
    routing.shifts = shifts(reader)
    routing.learning = learning(reader)
    routing.shiftEnd = reader.choice("shiftEnd", or: .finish, "work in hand is finished")
    for element in reader.list("handleTimeFactors") ?? [] {
      guard let inner = ObjectReader(element, handleTimeFactorKeys, self) else { continue }
      let factor = inner.number("factor")
      guard let queue = inner.text("queue"), let place = inner.item("queue"), let factor else {
        continue
      }
      guard queueNames.contains(queue) else {
        report(
          .unknownName, place, "there is no queue \(place.words)",
          "The queues are, nearest first: \(quotedList(nearest(to: queue, among: queueNames)))")
        continue
      }
      if routing.handleTimeFactors.updateValue(factor, forKey: queue) != nil {
        report(.duplicateName, place, "\(place.words) is here twice", "Write each queue once")
      }
    }
    return routing
  }

  /// Notes pools that a queue's routing names and that do not work it, and queues whose pools all
  /// help only after a while.
  func checkRouting(_ root: Item, queues: [QueueSpec], pools: [PoolSpec]) {
    for queue in queues {
      guard let place = root.member("queues")?.member(queue.name) else { continue }
      let workers = pools.filter { $0.skills.contains(queue.name) }.map(\.name)
      let divided = queue.routing.allocation.map(\.pool)
      let named = queue.routing.pools + queue.routing.overflow.map(\.pool) + divided
      for name in named where poolNames.contains(name) && !workers.contains(name) {
        report(
          .missingPart,
          place.member("pools") ?? place.member("overflow") ?? place.member("allocation") ?? place,
          "the pool \(LocatedProblem.quoted(name)) does not work this queue",
          "Add \(LocatedProblem.quoted(queue.name)) to the \"skills\" of the pool")
      }
      let helpers = queue.routing.overflow.map(\.pool)
      for name in queue.routing.pools + divided where helpers.contains(name) {
        report(
          .contradiction, place.member("overflow") ?? place,
          "the pool \(LocatedProblem.quoted(name)) is wanted at once and only after a while",
          "Take it out of \"overflow\", or out of the others")
      }
      for (index, step) in queue.steps.enumerated() where !helpers.isEmpty {
        let able = pools.filter { pool in
          pool.skills.contains(queue.name) && step.requires.allSatisfy(pool.abilities.contains)
        }
        guard !able.isEmpty, able.allSatisfy({ helpers.contains($0.name) }) else { continue }
        report(
          .missingPart, place.member("steps")?.elements?[index] ?? place,
          "every pool that can do this work helps only after a while",
          "Take one pool out of \"overflow\", or give another the skill")
      }
    }
  }
}
