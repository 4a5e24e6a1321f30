package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.Operation;
import java.util.List;

/**
 * Commands and replies that one node sends to another in one event bus message.
 *
 * @param sender id of the sending node
 * @param commands to execute; those of one automation in this order
 * @param replies to commands received earlier
 */
record MessageBatch(String sender, List<CommandMessage<?>> commands, List<ReplyMessage> replies) {

  /**
   * A command to execute.
   *
   * @param number identifies the command at its sender
   * @param automationId whose actor executes it
   * @param command to execute
   * @param operation identifies the call across retries
   * @param <R> type of the reply
   */
  record CommandMessage<R>(
      long number, String automationId, AutomationCommand<R> command, Operation operation) {}

  /**
   * A reply to a command.
   *
   * @param number of the command
   * @param result of the command
   */
  record ReplyMessage(long number, CommandResult result) {}
}
