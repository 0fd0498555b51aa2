/** A wire story of some length, invented as all texts here are. */
export const WIRE = `The bridge over the Harn will open in April, two years later than planned and at almost twice the cost, the mayor of Harnby said on Tuesday after a meeting of the council that lasted until midnight.
Ada Quill told councillors that the last of the forty steel cables had been fastened on Sunday and that engineers would need six weeks to test how the deck behaves in high wind. Trucks loaded with gravel will stand on it for three days before the first cars are let across.
“We have waited long enough, and so have the people on the other bank,” she said. The ferry, which has carried workers to the mills since the old bridge was closed, will run until the end of May so that nobody is cut off if the tests have to be repeated.
The delay began when divers found that one of the piers stood on clay instead of rock. The builder, a company from the coast, had to drive eighteen more piles into the river bed, and a flood in the second winter carried off the scaffolding.
Tom Tull, who leads the opposition in the council, asked for an inquiry into the contract. He said that the town had signed it without a clause on the ground below the river, although a survey made ten years earlier had warned of clay on the northern side.
The mayor answered that the survey covered another stretch of the bank and that lawyers had advised against going to court. The county will bear a third of the added cost, she said, and the rest will be paid out of the toll on heavy vehicles, which is to last for twelve years.
Shopkeepers in the old town expect the traffic to return that went round by the motorway. Wren Tolliver, who sells nets and rope on the quay, said that he had lost half of his customers since the barriers went up, and that he would believe in the opening once he had walked across.
A celebration is planned for the second Saturday in April, with a regatta below the new arches and a procession of everyone who was born on the day the old bridge was opened, sixty-eight years ago.`;

/** What another reporter made of the same event. */
export const ANOTHER_REPORT = `Harnby's new river crossing is to be ready this spring, according to its mayor, who faced angry questions from the opposition at a late sitting in the town hall.
Work on the cables is done, Ada Quill reported, and what remains are tests of the deck in wind and under load. Cars could be driving over the Harn in April. It was meant to be finished two years ago.
Her rival Tom Tull said somebody must explain how clay below a pier could have been overlooked when a survey had mentioned it. He wants an inquiry. Quill blamed a different stretch of the shore and said that suing had been considered and rejected.
Drivers of lorries will pay a toll for a dozen years, and the county gives a third of what the project costs beyond its budget. On the quay the trader Wren Tolliver has his doubts: he has heard of many dates, he said, and will wait and see. A regatta is to mark the day.`;

/** A passage that several reports may quote. */
export const SPEECH =
  'I have sat in this hall for nineteen years and I have never been asked to apologise for building something. There were stones in the water and we moved them. There was clay where there should have been rock and we went deeper. If anyone here believes that a river can be crossed by resolutions and motions, let him show us how, and let him do it before the ferry makes its last journey, because the people of the mills cannot wait for another committee to be formed and another report to be written.';

/** What an outlet sets below each of its articles. */
export const BOILERPLATE =
  'The Courier is read in four counties and has no owner but its readers. Sign up for our morning letter to have the news of the valley brought to your door before breakfast. If you have seen something that we should know about, write to our desk or leave a note at the counter in Mill Street; we never name those who do not want to be named.';
