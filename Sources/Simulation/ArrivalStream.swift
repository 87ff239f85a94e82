import Foundation
import RandomStreams

/// The arrivals of one queue, one after the other, with what was drawn for each.
struct ArrivalStream {
  /// When the present contact arrives; infinite when there are no more.
  private(set) var time = Double.infinity
  /// The number of the contact within its interval.
  private(set) var number: UInt32 = 0
  /// The time that its first step takes an agent of ordinary speed, in seconds.
  private(set) var handleTime = 0.0
  /// How long it stays when it waits, in seconds; negative when `patienceWord` decides.
  private(set) var patience = Double.infinity
  private(set) var patienceWord: UInt32 = 0
  private(set) var choiceWord: UInt32 = 0
  /// The interval of the arrival.
  private(set) var interval = 0

  private enum Mode { case poisson, counts, times }
  private let mode: Mode
  private let rate: Double
  private let factors: [Double]
  private let expected: [Double]
  private let counts: [Int]
  private let times: [Double]
  private let horizon: Double
  private let intervalLength: Double
  private let intervalCount: Int
  private let handle: DurationSampler
  private let drawsHandles: Bool
  private let patienceMean: Double?
  private let isPatient: Bool
  private var key: DrawKey
  private var intervalEnd = 0.0
  private var gapMean = Double.infinity
  private var remaining = 0
  private var last = 0.0
  private var position = 0

  private var lane = 4
  private var following: UInt32 = 0
  private var gaps = DrawLanes.Values()
  private var handles = DrawLanes.Values()
  private var patiences = DrawLanes.Values()
  private var handleWords = DrawLanes.Words()
  private var patienceWords = DrawLanes.Words()
  private var choiceWords = DrawLanes.Words()

  init(queue: Int, model: CompiledModel, replication: UInt32, seed: UInt64) {
    switch model.model.queues[queue].arrivals {
    case .rate(let rate): (mode, self.rate, expected, counts, times) = (.poisson, rate, [], [], [])
    case .expected(let numbers):
      (mode, rate, expected, counts, times) = (.poisson, 0, numbers, [], [])
    case .counts(let numbers): (mode, rate, expected, counts, times) = (.counts, 0, [], numbers, [])
    case .times(let instants): (mode, rate, expected, counts, times) = (.times, 0, [], [], instants)
    }
    let seedKey = Philox.key(seed: seed)
    factors = model.arrivalFactors(queue: queue, replication: replication, seed: seedKey)
    horizon = model.horizon
    intervalLength = model.interval
    intervalCount = model.intervalCount
    handle = model.handle[model.firstStation[queue]]
    drawsHandles = handle.hasLanes
    isPatient = model.patience[queue] == nil
    patienceMean = model.patience[queue]?.exponentialMean
    key = DrawKey(
      number: 0, interval: 0, replication: replication,
      place: DrawKey.place(queue: queue, attempt: 0, step: 0), seed: seedKey)
    if mode != .times { enter(0) }
  }

  /// Goes on to the next arrival before the horizon.
  mutating func advance() {
    if mode == .times {
      replay()
      return
    }
    while true {
      if gapMean < .infinity || remaining > 0 {
        if lane == 4 { refill() }
        if mode == .poisson {
          last += gapMean * gaps[lane]
        } else {
          // The least of the remaining uniform instants, given that all lie after the last.
          let share = -expm1(-gaps[lane] / Double(remaining))
          last = min(last + (intervalEnd - last) * share, intervalEnd.nextDown)
          remaining -= 1
        }
        if last < intervalEnd {
          time = last
          take()
          return
        }
      }
      interval += 1
      guard interval < intervalCount else {
        time = .infinity
        return
      }
      enter(interval)
    }
  }

  /// Draws for the next four contacts of the interval.
  @inline(__always)
  private mutating func refill() {
    let draws = DrawLanes(key, first: following)
    gaps = DrawLanes.negativeLog(draws.gap)
    if drawsHandles {
      handles = handle.lanes(draws.handle)
    } else {
      handleWords = draws.handle
    }
    if let patienceMean {
      patiences = patienceMean * DrawLanes.negativeLog(draws.patience)
    } else {
      patienceWords = draws.patience
    }
    choiceWords = draws.choice
    following &+= 4
    lane = 0
  }

  /// Takes the draws of the contact in the present lane.
  @inline(__always)
  private mutating func take() {
    number = following &- 4 &+ UInt32(truncatingIfNeeded: lane)
    if drawsHandles {
      handleTime = handles[lane]
    } else {
      key.number = number
      let word = UInt32(truncatingIfNeeded: handleWords[lane])
      handleTime = handle.sample(word, key, DrawKey.handlePurpose)
    }
    if patienceMean != nil {
      patience = patiences[lane]
    } else if !isPatient {
      patience = -1
      patienceWord = UInt32(truncatingIfNeeded: patienceWords[lane])
    }
    choiceWord = UInt32(truncatingIfNeeded: choiceWords[lane])
    lane &+= 1
  }

  /// Starts an interval; a Poisson stream forgets, so it may start afresh at each boundary.
  private mutating func enter(_ index: Int) {
    last = Double(index) * intervalLength
    intervalEnd = min(last + intervalLength, horizon)
    key.interval = UInt32(truncatingIfNeeded: index)
    following = 0
    lane = 4
    gapMean = .infinity
    if mode == .counts {
      remaining = counts[index]
    } else if expected.isEmpty {
      gapMean = rate > 0 ? 1 / rate : .infinity
    } else if expected[index] > 0 {
      gapMean = (intervalEnd - last) / expected[index]
    }
    if !factors.isEmpty { gapMean /= factors[index] }
  }

  private mutating func replay() {
    guard position < times.count else {
      time = .infinity
      return
    }
    time = times[position]
    let index = min(Int(time / intervalLength), intervalCount - 1)
    if index != interval || position == 0 {
      interval = index
      key.interval = UInt32(truncatingIfNeeded: index)
      following = 0
      lane = 4
    }
    position += 1
    if lane == 4 { refill() }
    take()
  }
}
