import Dispatch
import Synchronization

/// Computes `count` results on up to `threads` threads; the results do not depend on how many.
///
/// Each thread takes the next undone index, so uneven tasks balance. When several tasks throw, the
/// error of the lowest index is thrown, as it would be on one thread.
///
/// - Parameters:
///   - count: The number of tasks.
///   - threads: The most threads to use; at least 1.
///   - body: Computes the result of one task.
/// - Returns: The results in the order of their indices.
/// - Throws: What the task with the lowest index threw.
public func parallelMap<Result: Sendable>(
  count: Int, threads: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  precondition(threads >= 1, "\(threads) threads")
  if threads == 1 || count <= 1 { return try (0..<count).map(body) }
  let next = Atomic<Int>(0)
  let done = Mutex<[(index: Int, outcome: Swift.Result<Result, any Error>)]>([])
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    var mine: [(index: Int, outcome: Swift.Result<Result, any Error>)] = []
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { break }
      mine.append((index, Swift.Result { try body(index) }))
    }
    done.withLock { $0 += mine }
  }
  let ordered = done.withLock { $0 }.sorted { $0.index < $1.index }
  return try ordered.map { try $0.outcome.get() }
}

/// Computes `count` results on up to `threads` threads, each with a state that it keeps between tasks.
///
/// - Parameters:
///   - count: The number of tasks.
///   - threads: The most threads to use; at least 1.
///   - state: Makes the state of one thread.
///   - body: Computes the result of a task from its index; the result may depend on the state only in ways
///     that `finish` lets the caller undo.
///   - finish: Turns a thread's state into what is left of it.
/// - Returns: The results in the order of their indices, each with the number of its thread, and what was
///   left of each thread's state.
/// - Throws: What the failed task with the lowest index threw.
public func parallelMap<State, Result: Sendable, Rest: Sendable>(
  count: Int, threads: Int, state: @Sendable () throws -> State,
  _ body: @Sendable (State, Int) throws -> Result, finish: @Sendable (State) -> Rest
) throws -> (results: [(result: Result, thread: Int)], rests: [Rest]) {
  precondition(threads >= 1, "\(threads) threads")
  let workers = max(1, min(threads, count))
  let next = Atomic<Int>(0)
  let runs = try parallelMap(count: workers, threads: workers) { worker in
    var mine: [(index: Int, outcome: Swift.Result<Result, any Error>)] = []
    let own = try state()
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { break }
      mine.append((index, Swift.Result { try body(own, index) }))
    }
    return (mine: mine, rest: finish(own))
  }
  var ordered: [(index: Int, thread: Int, outcome: Swift.Result<Result, any Error>)] = []
  for (thread, run) in runs.enumerated() {
    for entry in run.mine { ordered.append((entry.index, thread, entry.outcome)) }
  }
  ordered.sort { $0.index < $1.index }
  return (try ordered.map { (try $0.outcome.get(), $0.thread) }, runs.map(\.rest))
}
