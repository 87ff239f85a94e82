/// What happens at an instant.
enum EventKind: UInt32 {
  case serviceEnd
  case chatEnd
  case abandonment
  case comeback
  case retry
  case overflow
  case resume
}

/// An event of the queue: 16 bytes, no references.
struct Event {
  /// When it happens, in seconds.
  var time: Double
  /// The queue, contact or agent that it concerns.
  var subject: Int32
  /// The kind in the upper four bits; below, the generation of the subject that it was made for.
  var tag: UInt32

  init(time: Double, kind: EventKind, subject: Int32, generation: UInt32 = 0) {
    self.time = time
    self.subject = subject
    tag = kind.rawValue &<< 28 | (generation & 0x0FFF_FFFF)
  }

  var kind: UInt32 { tag &>> 28 }
  var generation: UInt32 { tag & 0x0FFF_FFFF }
}

/// The events to come, earliest first: an implicit heap with four children a node.
struct EventHeap {
  private var events: [Event] = []
  /// Whether the first place is to be filled again: most ends of service begin another.
  private var isVacant = false

  /// The time of the earliest event; infinite when there is none.
  mutating func nextTime() -> Double {
    if isVacant { fill() }
    return events.isEmpty ? .infinity : events[0].time
  }

  /// Takes the earliest event, which ``nextTime()`` has just looked at.
  mutating func takeFirst() -> Event {
    isVacant = true
    return events[0]
  }

  mutating func push(_ event: Event) {
    if isVacant {
      isVacant = false
      replaceFirst(with: event)
      return
    }
    var hole = events.count
    events.append(event)
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      let above = events[parent]
      if above.time <= event.time { break }
      events[hole] = above
      hole = parent
    }
    events[hole] = event
  }

  private mutating func fill() {
    isVacant = false
    let last = events.removeLast()
    if !events.isEmpty { replaceFirst(with: last) }
  }

  /// Puts another event in the place of the earliest one, in one pass.
  private mutating func replaceFirst(with event: Event) {
    let count = events.count
    var hole = 0
    while true {
      let first = hole &* 4 &+ 1
      if first >= count { break }
      var best = first
      var bestTime = events[first].time
      var child = first &+ 1
      let end = min(first &+ 4, count)
      while child < end {
        let time = events[child].time
        if time < bestTime {
          best = child
          bestTime = time
        }
        child &+= 1
      }
      if bestTime >= event.time { break }
      events[hole] = events[best]
      hole = best
    }
    events[hole] = event
  }
}
