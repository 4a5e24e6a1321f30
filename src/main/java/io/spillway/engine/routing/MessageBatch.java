package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.Operation;
import java.util.List;

/**
 * What one node sends to another in one message.
 *
 * @param sender the id of the node that sends it
 * @param commands to be carried out, in this order as far as they are for one automation
 * @param replies to commands sent before
 */
record MessageBatch(String sender, List<CommandMessage<?>> commands, List<ReplyMessage> replies) {

  /**
   * A command to be carried out.
   *
   * @param number by which its sender knows it
   * @param automationId whose actor is to do it
   * @param command what is to be done
   * @param operation tells it from others, also if it is sent again
   * @param <R> what it replies
   */
  record CommandMessage<R>(
      long number, String automationId, AutomationCommand<R> command, Operation operation) {}

  /**
   * A reply to a command.
   *
   * @param number of the command
   * @param outcome what became of it
   */
  record ReplyMessage(long number, CommandResult outcome) {}
}
