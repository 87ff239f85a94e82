extension Engine {
  /// Puts a contact into the line of a station, in order of arrival or due time.
  ///
  /// Nearly sorted already: all but the rare contact goes to the end.
  mutating func join(_ slot: Int32, station: Int) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    var line = model.stationFirstLine[station] &+ Int(contacts[index].deadlineClass)
    if model.isAllocated[station] {
      let lanes = model.laneShares[station].count + 1
      line =
        model.stationFirstLine[station] + Int(contacts[index].deadlineClass) * lanes
        + Int(contacts[index].lane)
    }
    let order = model.byDeadline[queue] ? contacts[index].due : contacts[index].arrival
    contacts[index].order = order
    contacts[index].line = Int32(line)
    contacts[index].state = Contact.State.waiting
    contacts[index].joined = now
    for rule in model.overflow[station] {
      heap.push(
        Event(
          time: now + rule.after, kind: .overflow, subject: slot,
          generation: contacts[index].generation))
    }
    var before = lineTail[line]
    if before >= 0, contacts[Int(before)].order > order { before = place(order, line: line) }
    let after = before >= 0 ? contacts[Int(before)].next : lineHead[line]
    contacts[index].previous = before
    contacts[index].next = after
    if before >= 0 { contacts[Int(before)].next = slot } else { lineHead[line] = slot }
    if after >= 0 { contacts[Int(after)].previous = slot } else { lineTail[line] = slot }
    inLine &+= 1
    audit.change(line: line, by: 1, at: now)
    audit.waited -= now
  }

  /// The contact of a line behind which one of an order belongs that is not the last; -1 at the head.
  ///
  /// Looks from the nearer end: in a long line, calls that are tried again belong near the head.
  private func place(_ order: Double, line: Int) -> Int32 {
    var before = lineTail[line]
    let head = contacts[Int(lineHead[line])].order
    guard order - head < contacts[Int(before)].order - order else {
      while before >= 0, contacts[Int(before)].order > order {
        before = contacts[Int(before)].previous
      }
      return before
    }
    var after = lineHead[line]
    while after >= 0, contacts[Int(after)].order <= order { after = contacts[Int(after)].next }
    return after >= 0 ? contacts[Int(after)].previous : lineTail[line]
  }

  /// Takes a contact out of its line.
  mutating func leaveLine(_ slot: Int32) {
    let index = Int(slot)
    let line = Int(contacts[index].line)
    let before = contacts[index].previous
    let after = contacts[index].next
    if before >= 0 { contacts[Int(before)].next = after } else { lineHead[line] = after }
    if after >= 0 { contacts[Int(after)].previous = before } else { lineTail[line] = before }
    contacts[index].next = -1
    contacts[index].previous = -1
    inLine &-= 1
    audit.change(line: line, by: -1, at: now)
    audit.waited += now
  }

  /// The contact that an agent with some chats open takes next; -1 when there is none.
  ///
  /// Contacts that have hung up are met here in their place, counted and passed over.
  mutating func selectNext(_ pool: Int, openChats: Int32) -> Int32 {
    while true {
      var best: Int32 = -1
      var bestOrder = Double.infinity
      var group: Int32 = -1
      let count = model.poolLines[pool].count
      for position in 0..<count {
        let entry = model.poolLines[pool][position]
        if entry.group != group {
          if best >= 0 { break }
          group = entry.group
        }
        let head = lineHead[Int(entry.line)]
        if head < 0 || (openChats > 0 && openChats >= entry.concurrency) { continue }
        if entry.isRestricted {
          let queue = Int(model.lineQueue[Int(entry.line)])
          let station = Int(model.lineStation[Int(entry.line)])
          if !mayTake(head, queue: queue, pool: pool, after: entry.after, station: station) {
            continue
          }
        }
        let order = contacts[Int(head)].order
        if best < 0 || order < bestOrder {
          best = head
          bestOrder = order
        }
      }
      guard best >= 0 else { return -1 }
      if contacts[Int(best)].state == Contact.State.waiting, contacts[Int(best)].abandonAt > now {
        return best
      }
      dropGhost(best)
    }
  }

  /// Removes a contact that has hung up from its line once its offered wait is known.
  mutating func dropGhost(_ slot: Int32) {
    let index = Int(slot)
    if contacts[index].state == Contact.State.waiting { recordAbandonment(slot) }
    let queue = Int(contacts[index].queue)
    let wait = now - contacts[index].arrival
    let base = Int(contacts[index].bucket) * model.stride + model.columns[queue].thresholds
    for (position, threshold) in model.thresholds[queue].enumerated() where wait <= threshold {
      tally.counts[
        base + position * CompiledModel.columnsPerThreshold + ThresholdColumn.virtual] &+= 1
    }
    leaveLine(slot)
    release(slot)
  }

  /// Counts hang-ups up to now and forgets those whose offered wait is past every threshold.
  mutating func sweepGhosts() {
    for line in lineHead.indices where model.patience[Int(model.lineQueue[line])] != nil {
      let longest = model.longestThreshold[Int(model.lineQueue[line])]
      var slot = lineHead[line]
      while slot >= 0 {
        let following = contacts[Int(slot)].next
        let contact = contacts[Int(slot)]
        if contact.state == Contact.State.ghost || contact.abandonAt <= now {
          if contact.state == Contact.State.waiting { recordAbandonment(slot) }
          if now - contact.arrival > longest { dropGhost(slot) }
        }
        slot = following
      }
    }
  }
}
