import Dispatch
import Foundation

/// Threads that run replications a little ahead of the one who adds them up in order.
///
/// A thread takes the next number as soon as it is free, so a long replication holds up no other. At
/// most twice as many as there are threads are unfinished or wait to be added, which bounds memory.
final class ReplicationPool: Sendable {
  private struct State {
    var next: Int
    var isStopped = false
    var finished: [Int: ReplicationTally] = [:]
  }

  private let model: CompiledModel
  private let seed: UInt64
  private let end: Int
  private let state: Locked<State>
  /// Places for replications that have begun and are not added yet.
  ///
  /// It begins at 0 because a semaphore must not end below its first value.
  private let places = DispatchSemaphore(value: 0)
  /// Signalled for each finished replication.
  private let ready = DispatchSemaphore(value: 0)
  private let threads: Int
  private let ended = DispatchSemaphore(value: 0)

  /// Starts the threads.
  init(_ model: CompiledModel, seed: UInt64, range: Range<Int>, threads: Int) {
    (self.model, self.seed, end) = (model, seed, range.upperBound)
    state = Locked(State(next: range.lowerBound))
    self.threads = min(threads, range.count)
    for _ in 0..<2 * threads { places.signal() }
    for _ in 0..<self.threads {
      let thread = Thread { self.work() }
      // As much as the main thread usually has; the default of other threads is far less on some systems.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// The tally of a replication; they must be taken in order, each once.
  func take(_ replication: Int) -> ReplicationTally {
    while true {
      if let tally = state.withLock({ $0.finished.removeValue(forKey: replication) }) {
        places.signal()
        return tally
      }
      ready.wait()
    }
  }

  /// Lets the threads end after the replications in hand, and waits for them.
  func stop() {
    state.withLock { $0.isStopped = true }
    for _ in 0..<threads { places.signal() }
    for _ in 0..<threads { ended.wait() }
  }

  private func work() {
    while true {
      places.wait()
      let number = state.withLock { state -> Int? in
        guard !state.isStopped, state.next < end else { return nil }
        state.next += 1
        return state.next - 1
      }
      guard let number else { break }
      let tally = runReplication(model, seed: seed, replication: UInt32(number))
      state.withLock { $0.finished[number] = tally }
      ready.signal()
    }
    // The place goes to another thread that waits for one and ends too.
    places.signal()
    ended.signal()
  }
}

/// A value behind a lock.
///
/// `Synchronization.Mutex` would do, but the thread sanitizer does not see how it passes between threads
/// that wait, and reports a race.
// SAFETY: the value is reached only while the lock is held.
private final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<Answer>(_ body: (inout Value) -> Answer) -> Answer {
    lock.lock()
    defer { lock.unlock() }
    return body(&value)
  }
}
