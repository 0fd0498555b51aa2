/** What is asked cannot be done now, through no fault of who asks: it can be asked again. Shown to the client as it is. */
export class Unavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unavailable';
  }
}
