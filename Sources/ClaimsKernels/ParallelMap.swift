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

/// Works through `units` units of work on up to `threads` workers, each with a state of its own.
///
/// Each worker takes the next undone unit, so that uneven units balance; what the states hold together
/// must not depend on which worker took which unit.
///
/// - Parameters:
///   - units: How many units.
///   - threads: The most workers; at least 1.
///   - makeState: Makes the state of a worker.
///   - body: Does one unit.
/// - Returns: The states of the workers; at least one.
/// - Throws: What the unit with the lowest index threw, of those that were done.
public func parallelFold<State: Sendable>(
  units: Int, threads: Int, makeState: @Sendable () throws -> State,
  _ body: @Sendable (State, Int) throws -> Void
) throws -> [State] {
  precondition(threads >= 1, "\(threads) threads")
  let workers = max(1, min(threads, units))
  if workers == 1 {
    let state = try makeState()
    for unit in 0..<units { try body(state, unit) }
    return [state]
  }
  let next = Atomic<Int>(0)
  let done = Mutex<(states: [State], failures: [(unit: Int, error: any Error)])>(([], []))
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    var unit = -1
    do {
      let state = try makeState()
      while true {
        unit = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if unit >= units { break }
        try body(state, unit)
      }
      done.withLock { $0.states.append(state) }
    } catch {
      done.withLock { $0.failures.append((unit, error)) }
      next.store(units, ordering: .relaxed)
    }
  }
  let (states, failures) = done.withLock { $0 }
  if let first = failures.min(by: { $0.unit < $1.unit }) { throw first.error }
  return states
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
