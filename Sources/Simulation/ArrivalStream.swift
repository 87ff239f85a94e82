import Foundation
import RandomStreams

/// The arrivals of one queue, one after the other.
struct ArrivalStream {
  /// The next arrival and its random words.
  struct Next {
    var time: Double
    var number: UInt32
    var interval: UInt32
    var words: SIMD4<UInt32>
  }

  private let arrivals: Arrivals
  private let horizon: Double
  private let intervalLength: Double
  private let intervalCount: Int
  private let place: UInt32
  private var key: DrawKey
  private var intervalIndex = 0
  private var intervalEnd = 0.0
  private var gapMean = 0.0
  private var remaining = 0
  private var number: UInt32 = 0
  private var last = 0.0
  private var position = 0

  init(queue: Int, model: CompiledModel, replication: UInt32, seed: UInt64) {
    arrivals = model.model.queues[queue].arrivals
    horizon = model.horizon
    intervalLength = model.interval
    intervalCount = model.intervalCount
    place = DrawKey.place(queue: queue, attempt: 0, step: 0)
    key = DrawKey(
      number: 0, interval: 0, replication: replication, place: place, seed: Philox.key(seed: seed))
    if case .times = arrivals { return }
    enter(0)
  }

  /// The next arrival before the horizon.
  mutating func next() -> Next? {
    if case .times(let times) = arrivals { return nextReplayed(times) }
    while intervalIndex < intervalCount {
      if remaining > 0 || gapMean < .infinity {
        key.number = number
        key.interval = UInt32(truncatingIfNeeded: intervalIndex)
        let words = key.block()
        if gapMean < .infinity {
          last += gapMean * negativeLog(words.x)
        } else {
          // The least of the remaining uniform instants, given that all lie after the last.
          let share = -expm1(-negativeLog(words.x) / Double(remaining))
          last = min(last + (intervalEnd - last) * share, intervalEnd.nextDown)
          remaining -= 1
        }
        if last < intervalEnd {
          let arrival = Next(
            time: last, number: number, interval: key.interval, words: words)
          number &+= 1
          return arrival
        }
      }
      intervalIndex += 1
      enter(intervalIndex)
    }
    return nil
  }

  /// Starts an interval; a Poisson stream forgets, so it may start afresh at each boundary.
  private mutating func enter(_ index: Int) {
    guard index < intervalCount else { return }
    last = Double(index) * intervalLength
    intervalEnd = min(last + intervalLength, horizon)
    number = 0
    gapMean = .infinity
    remaining = 0
    switch arrivals {
    case .rate(let rate): gapMean = rate > 0 ? 1 / rate : .infinity
    case .expected(let numbers):
      gapMean = numbers[index] > 0 ? (intervalEnd - last) / numbers[index] : .infinity
    case .counts(let numbers): remaining = numbers[index]
    case .times: break
    }
  }

  private mutating func nextReplayed(_ times: [Double]) -> Next? {
    guard position < times.count else { return nil }
    let time = times[position]
    position += 1
    let index = min(Int(time / intervalLength), intervalCount - 1)
    if index != intervalIndex {
      intervalIndex = index
      number = 0
    }
    key.number = number
    key.interval = UInt32(truncatingIfNeeded: index)
    number &+= 1
    return Next(time: time, number: key.number, interval: key.interval, words: key.block())
  }
}
