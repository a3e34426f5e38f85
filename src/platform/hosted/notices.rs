//! Notices on Windows and macOS, through notify-rust.
//!
//! The "notices" thread keeps the books and never calls the system. Each notice is shown by a
//! thread of its own, which may wait for its answer for ever: then the notice ends by its own time
//! limit, and that thread is left behind. How many may be left behind is limited too; beyond it,
//! notices have no buttons and nobody waits for them. Neither system can take a notice off the
//! screen again, so one that is withdrawn or replaced stays, and its answer counts no more.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use notify_rust::{CloseReason, Notification, NotificationResponse};

use crate::engine::Input;
use crate::engine::effect::{Action, NoticeId};
use crate::engine::input::Answer;
use crate::link::{Health, Link, Part, Told};
use crate::notify::{Message, Order, Setup, Shown, Topic};
use crate::platform::local;

/// How many messages are kept while nothing can be shown.
const KEPT_MESSAGES: usize = 4;

/// Takes orders for the notice thread.
#[derive(Debug)]
pub struct Desk {
    link: Link,
    events: Sender<Event>,
}

#[derive(Debug)]
enum Event {
    Order(Order),
    /// The system took the notice with this number.
    Taken(u64),
    /// It was answered.
    Answered(u64, Answer),
    /// The system refused the notice with this number, in its words.
    Refused(u64, String),
    /// A message could not be shown.
    Unsaid(Message, String),
    /// Its time is over.
    Over(u64),
    /// A thread that waited for an answer came back.
    Back,
    /// Nobody orders any more.
    Stop,
}

impl Desk {
    /// Starts the thread.
    #[must_use]
    pub fn start(link: Link, _setup: Setup) -> Self {
        let (events, received) = mpsc::channel();
        let books = Books::new(link.clone(), events.clone());
        let spawned = thread::Builder::new()
            .name("notices".to_owned())
            .spawn(move || books.run(&received));
        if let Err(error) = spawned {
            link.health(Part::Notices, refused(&error.to_string()));
        }
        Self { link, events }
    }

    /// Hands over an order.
    pub fn order(&self, order: Order) {
        // Without the thread nothing can be shown, and whoever asked must hear that.
        if let Err(mpsc::SendError(Event::Order(Order::Show(shown)))) =
            self.events.send(Event::Order(order))
        {
            answer(&self.link, shown.id, Answer::Failed);
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A thread that has ended needs no stop.
        let _ = self.events.send(Event::Stop);
    }
}

/// What the notice thread knows.
struct Books {
    link: Link,
    events: Sender<Event>,
    live: Option<Live>,
    /// Counts notices, so that what comes late is known to be late.
    last: u64,
    /// Threads that wait for an answer.
    waiting: usize,
    unsaid: VecDeque<Message>,
    told: Option<Health>,
}

/// The notice that counts.
struct Live {
    number: u64,
    id: NoticeId,
    taken: bool,
}

impl Books {
    fn new(link: Link, events: Sender<Event>) -> Self {
        Self {
            link,
            events,
            live: None,
            last: 0,
            waiting: 0,
            unsaid: VecDeque::new(),
            told: None,
        }
    }

    fn run(mut self, received: &Receiver<Event>) {
        for event in received {
            match event {
                Event::Order(Order::Show(shown)) => self.show(shown),
                Event::Order(Order::Withdraw(id)) => {
                    self.live.take_if(|live| live.id == id);
                }
                Event::Order(Order::Say(message)) => self.say(message),
                Event::Order(Order::UnsaySettings) => self.unsay_settings(),
                Event::Taken(number) => self.taken(number),
                Event::Answered(number, said) => self.end(number, said),
                Event::Refused(number, error) => {
                    self.tell(refused(&error));
                    self.end(number, Answer::Failed);
                }
                Event::Unsaid(message, error) => {
                    self.tell(refused(&error));
                    if self.unsaid.len() == KEPT_MESSAGES {
                        self.unsaid.pop_front();
                    }
                    self.unsaid.push_back(message);
                }
                Event::Over(number) => {
                    let taken = self.live.as_ref().is_some_and(|live| live.taken);
                    self.end(
                        number,
                        if taken {
                            Answer::Expired
                        } else {
                            Answer::Failed
                        },
                    );
                }
                Event::Back => self.waiting -= 1,
                Event::Stop => return,
            }
        }
    }

    fn show(&mut self, shown: Shown) {
        self.last += 1;
        let number = self.last;
        self.live = Some(Live {
            number,
            id: shown.id,
            taken: false,
        });
        self.limit(number, shown.stays);

        let waits = self.waiting < local::MOST_WAITING;
        let notification = notification(&shown, waits);
        let events = self.events.clone();
        if waits {
            self.waiting += 1;
            let back = Back(self.events.clone());
            self.apart(number, move || {
                wait(number, &shown, &notification, &events);
                drop(back);
            });
        } else {
            self.apart(number, move || {
                tell(
                    &events,
                    match notification.show() {
                        Ok(_) => Event::Taken(number),
                        Err(error) => Event::Refused(number, error.to_string()),
                    },
                );
            });
        }
    }

    /// What is on the screen stays there; what was not shown yet is no longer so.
    fn unsay_settings(&mut self) {
        self.unsaid
            .retain(|message| message.topic != Topic::Settings);
    }

    /// A message needs no answer, so nobody waits, but for the button that opens the settings.
    fn say(&mut self, message: Message) {
        if message.topic == Topic::Settings && self.waiting < local::MOST_WAITING {
            return self.say_with_button(message);
        }
        let events = self.events.clone();
        let notification = plain(&message.summary, &message.body);
        self.apart(0, move || match notification.show() {
            Ok(_) => tell(&events, Event::Taken(0)),
            Err(error) => tell(&events, Event::Unsaid(message, error.to_string())),
        });
    }

    fn say_with_button(&mut self, message: Message) {
        let (events, link) = (self.events.clone(), self.link.clone());
        let mut notification = plain(&message.summary, &message.body);
        let (key, label) = Topic::OPEN;
        notification.action(key, label);
        self.waiting += 1;
        let back = Back(self.events.clone());
        self.apart(0, move || {
            let handle = match notification.show() {
                Ok(handle) => handle,
                Err(error) => return tell(&events, Event::Unsaid(message, error.to_string())),
            };
            tell(&events, Event::Taken(0));
            let waited = handle.wait_for_response(|response: &NotificationResponse| {
                let opens = match response {
                    NotificationResponse::Action(pressed) => pressed == key,
                    NotificationResponse::Default => true,
                    _ => false,
                };
                if opens {
                    link.tell(Told::OpenSettings);
                }
            });
            if let Err(error) = waited {
                tell(&events, Event::Refused(0, error.to_string()));
            }
            drop(back);
        });
    }

    /// Ends the notice when its time is over, whatever the system does. A sleeping thread, since
    /// this one waits without a limit.
    fn limit(&self, number: u64, stays: Duration) {
        let events = self.events.clone();
        self.apart(number, move || {
            thread::sleep(stays);
            tell(&events, Event::Over(number));
        });
    }

    fn apart(&self, number: u64, work: impl FnOnce() + Send + 'static) {
        let spawned = thread::Builder::new().name("notice".to_owned()).spawn(work);
        if let Err(error) = spawned {
            tell(&self.events, Event::Refused(number, error.to_string()));
        }
    }

    fn taken(&mut self, number: u64) {
        if let Some(live) = self.live.as_mut().filter(|live| live.number == number) {
            live.taken = true;
        }
        self.tell(Health::Works(local::NOTICES.to_owned()));
        for message in std::mem::take(&mut self.unsaid) {
            self.say(message);
        }
    }

    fn end(&mut self, number: u64, said: Answer) {
        if let Some(live) = self.live.take_if(|live| live.number == number) {
            answer(&self.link, live.id, said);
        }
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() != Some(&health) {
            self.told = Some(health.clone());
            self.link.health(Part::Notices, health);
        }
    }
}

/// Tells that a thread which waits has ended, however it ended.
struct Back(Sender<Event>);

impl Drop for Back {
    fn drop(&mut self) {
        tell(&self.0, Event::Back);
    }
}

/// Shows a notice and waits for its answer, perhaps for ever.
fn wait(number: u64, shown: &Shown, notification: &Notification, events: &Sender<Event>) {
    let handle = match notification.show() {
        Ok(handle) => handle,
        Err(error) => return tell(events, Event::Refused(number, error.to_string())),
    };
    tell(events, Event::Taken(number));
    let waited = handle.wait_for_response(|response: &NotificationResponse| {
        tell(events, Event::Answered(number, meaning(shown, response)));
    });
    if let Err(error) = waited {
        tell(events, Event::Refused(number, error.to_string()));
    }
}

fn meaning(shown: &Shown, response: &NotificationResponse) -> Answer {
    let mut actions = shown.buttons.iter().map(|(action, _)| *action);
    let pressed = match response {
        NotificationResponse::Action(key) => actions.find(|action| action.key() == key),
        // A click beside the buttons starts the movement. It books nothing and takes nothing back:
        // people click there to be rid of a notice.
        NotificationResponse::Default => actions.next().filter(|first| *first == Action::Start),
        NotificationResponse::Closed(CloseReason::Expired) => return Answer::Expired,
        _ => None,
    };
    pressed.map_or(Answer::Dismissed, Answer::Pressed)
}

fn notification(shown: &Shown, with_buttons: bool) -> Notification {
    let body = if with_buttons {
        &shown.body
    } else {
        &shown.body_without_actions
    };
    let mut notification = plain(&shown.summary, body);
    if with_buttons {
        for (action, label) in &shown.buttons {
            // macOS joins the labels by commas and takes them apart again.
            notification.action(action.key(), &label.replace(',', ""));
        }
    }
    local::finish(&mut notification, shown.silent);
    notification
}

fn plain(summary: &str, body: &str) -> Notification {
    let mut notification = Notification::new();
    notification.appname("Soleus").summary(summary).body(body);
    notification
}

fn tell(events: &Sender<Event>, event: Event) {
    // The notice thread ends with the program; nobody is left to be told then.
    let _ = events.send(event);
}

fn answer(link: &Link, notice: NoticeId, answer: Answer) {
    link.input(Input::Answer { notice, answer });
}

fn refused(error: &str) -> Health {
    Health::Missing(format!(
        "The system showed no notice ({error}). Reminders show in the tray; each notice is tried anew."
    ))
}
